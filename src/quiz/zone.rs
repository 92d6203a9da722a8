//! Time zones by name: IANA names in any case, cities in English and Chinese, and the nearest where there is none.

use std::sync::LazyLock;

use chrono_tz::{TZ_VARIANTS, Tz};

use super::judge::normalize::{Form, simplified};

/// The longest text that is looked for, in characters; the longest name has 30.
const LONGEST_CHARACTERS: usize = 64;

/// How many names are offered where none was found.
const MOST_NEAREST: usize = 3;

/// The areas whose zones are offered. What lies elsewhere (`EST`, `Etc/GMT+8`, `US/Pacific`) is an old name or a fixed
/// offset without summer time: it is understood where it is typed, but never proposed.
const AREAS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// Offered before anything was typed.
const POPULAR: [&str; 10] = [
    "UTC",
    "Asia/Shanghai",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
];

/// Cities that have no zone of their own name, and Chinese names (simplified) of those that have.
const CITIES: [(&str, &[&str]); 41] = [
    (
        "Asia/Shanghai",
        &[
            "上海",
            "北京",
            "中国",
            "深圳",
            "广州",
            "杭州",
            "成都",
            "南京",
            "武汉",
            "西安",
            "重庆",
            "天津",
            "苏州",
            "厦门",
            "青岛",
            "beijing",
            "peking",
            "china",
            "shenzhen",
            "guangzhou",
            "hangzhou",
            "chengdu",
            "nanjing",
            "wuhan",
            "xian",
            "tianjin",
            "suzhou",
        ],
    ),
    ("Asia/Urumqi", &["乌鲁木齐", "新疆"]),
    ("Asia/Hong_Kong", &["香港"]),
    ("Asia/Macau", &["澳门", "macao"]),
    ("Asia/Taipei", &["台北", "台湾", "高雄", "taiwan", "kaohsiung"]),
    ("Asia/Tokyo", &["东京", "日本", "大阪", "京都", "osaka", "kyoto"]),
    ("Asia/Seoul", &["首尔", "汉城", "韩国", "korea", "busan"]),
    ("Asia/Singapore", &["新加坡"]),
    ("Asia/Kuala_Lumpur", &["吉隆坡", "马来西亚", "malaysia"]),
    ("Asia/Bangkok", &["曼谷", "泰国", "thailand"]),
    ("Asia/Ho_Chi_Minh", &["胡志明", "西贡", "河内", "越南", "hanoi", "vietnam"]),
    ("Asia/Jakarta", &["雅加达"]),
    ("Asia/Manila", &["马尼拉", "菲律宾", "philippines"]),
    (
        "Asia/Kolkata",
        &[
            "加尔各答",
            "新德里",
            "德里",
            "孟买",
            "班加罗尔",
            "印度",
            "delhi",
            "new delhi",
            "mumbai",
            "bangalore",
            "india",
        ],
    ),
    ("Asia/Dubai", &["迪拜", "阿布扎比", "abu dhabi"]),
    ("Asia/Jerusalem", &["耶路撒冷", "特拉维夫", "tel aviv"]),
    ("Europe/Istanbul", &["伊斯坦布尔", "土耳其", "ankara"]),
    ("Europe/Moscow", &["莫斯科"]),
    (
        "Europe/Berlin",
        &[
            "柏林",
            "德国",
            "慕尼黑",
            "汉堡",
            "法兰克福",
            "科隆",
            "斯图加特",
            "germany",
            "munich",
            "hamburg",
            "frankfurt",
            "cologne",
            "stuttgart",
        ],
    ),
    ("Europe/London", &["伦敦", "英国", "uk", "england", "manchester", "edinburgh", "cambridge", "oxford"]),
    ("Europe/Paris", &["巴黎", "法国", "france", "lyon"]),
    ("Europe/Madrid", &["马德里", "巴塞罗那", "西班牙", "spain", "barcelona"]),
    ("Europe/Rome", &["罗马", "米兰", "意大利", "italy", "milan"]),
    ("Europe/Amsterdam", &["阿姆斯特丹", "荷兰", "netherlands", "rotterdam"]),
    ("Europe/Zurich", &["苏黎世", "日内瓦", "瑞士", "switzerland", "geneva"]),
    ("Europe/Vienna", &["维也纳", "奥地利", "austria"]),
    ("Europe/Stockholm", &["斯德哥尔摩", "瑞典", "sweden"]),
    ("Europe/Dublin", &["都柏林", "爱尔兰", "ireland"]),
    ("Europe/Lisbon", &["里斯本"]),
    ("Europe/Warsaw", &["华沙"]),
    (
        "America/New_York",
        &[
            "纽约",
            "华盛顿",
            "波士顿",
            "迈阿密",
            "亚特兰大",
            "费城",
            "nyc",
            "washington",
            "washington dc",
            "boston",
            "miami",
            "atlanta",
            "philadelphia",
            "pittsburgh",
        ],
    ),
    ("America/Chicago", &["芝加哥", "休斯顿", "达拉斯", "奥斯汀", "houston", "dallas", "austin", "st louis"]),
    ("America/Denver", &["丹佛", "盐湖城", "salt lake city"]),
    (
        "America/Los_Angeles",
        &[
            "洛杉矶",
            "旧金山",
            "三藩",
            "西雅图",
            "圣何塞",
            "圣地亚哥",
            "硅谷",
            "la",
            "san francisco",
            "seattle",
            "san jose",
            "san diego",
            "silicon valley",
            "portland",
        ],
    ),
    ("America/Toronto", &["多伦多", "渥太华", "蒙特利尔", "ottawa", "montreal"]),
    ("America/Vancouver", &["温哥华"]),
    ("America/Sao_Paulo", &["圣保罗", "里约热内卢", "rio de janeiro", "brasilia"]),
    ("America/Mexico_City", &["墨西哥城"]),
    ("Australia/Sydney", &["悉尼", "堪培拉", "canberra"]),
    ("Australia/Melbourne", &["墨尔本"]),
    ("Pacific/Auckland", &["奥克兰", "新西兰", "惠灵顿", "wellington", "new zealand"]),
];

/// Other words for the one zone that lies in no area.
const UTC_WORDS: [&str; 5] = ["utc", "gmt", "z", "世界协调时", "格林威治"];

/// A zone with what it is found by.
struct Entry {
    zone: Tz,
    /// Its name as a key.
    name: String,
    /// The last part of its name as a key.
    city: String,
    /// Other names of its cities.
    others: &'static [&'static str],
    /// Whether it is ever proposed.
    offered: bool,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| TZ_VARIANTS.into_iter().map(Entry::of).collect());

impl Entry {
    fn of(zone: Tz) -> Self {
        let name = zone.name();
        let area = name.split_once('/').map(|(area, _)| area);
        Self {
            zone,
            name: key(name),
            city: key(name.rsplit('/').next().unwrap_or_default()),
            others: CITIES.iter().find(|(of, _)| *of == name).map_or(&[], |(_, cities)| cities),
            offered: zone == Tz::UTC || area.is_some_and(|area| AREAS.contains(&area)),
        }
    }

    /// How well it fits what was typed so far: 0 is best.
    fn rank(&self, asked: &str) -> Option<u8> {
        let others = |fits: fn(&str, &str) -> bool| self.others.iter().any(|other| fits(other, asked));
        let begins = |word: &str| word.starts_with(asked);
        let ranks = [
            self.city == asked || self.name == asked || others(|other, asked| other == asked),
            begins(&self.city) || others(|other, asked| other.starts_with(asked)),
            self.city.split(' ').any(begins) || begins(&self.name),
            self.name.contains(asked) || others(|other, asked| other.contains(asked)),
        ];
        ranks.into_iter().zip(0..).find(|(fits, _)| *fits).map(|(_, rank)| rank)
    }

    /// How many slips of the finger lie between what was asked for and its nearest name.
    fn distance(&self, asked: &str) -> usize {
        let names = self.others.iter().copied().chain([self.city.as_str(), self.name.as_str()]);
        names.map(|name| strsim::osa_distance(name, asked)).min().unwrap_or(usize::MAX)
    }
}

/// Every zone that is proposed.
fn offered() -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(|entry| entry.offered)
}

/// Reads an IANA name in any case, or a city's name (`berlin`, `new york`, `上海`).
///
/// # Errors
/// Where there is none: the nearest names, at most three.
pub fn parse_zone(text: &str) -> Result<Tz, Vec<String>> {
    let asked = key(text);
    if asked.is_empty() || asked.chars().count() > LONGEST_CHARACTERS {
        return Err(Vec::new());
    }
    if UTC_WORDS.contains(&asked.as_str()) {
        return Ok(Tz::UTC);
    }
    let named = ENTRIES.iter().find(|entry| entry.name == asked);
    let other = || offered().find(|entry| entry.others.contains(&asked.as_str()));
    let found = named.or_else(other).or_else(|| offered().find(|entry| entry.city == asked));
    found.map(|entry| entry.zone).ok_or_else(|| nearest(&asked))
}

/// Zones whose name or city has this text in it, best first: offered while typing.
pub fn matching_zones(text: &str, most: usize) -> Vec<String> {
    let asked = key(text);
    if asked.is_empty() {
        return POPULAR.iter().take(most).map(|name| (*name).to_owned()).collect();
    }
    if asked.chars().count() > LONGEST_CHARACTERS {
        return Vec::new();
    }
    let fitting = offered().filter_map(|entry| entry.rank(&asked).map(|rank| (rank, entry.zone.name())));
    let mut ranked: Vec<(u8, &str)> = fitting.collect();
    ranked.sort_unstable();
    ranked.into_iter().take(most).map(|(_, name)| name.to_owned()).collect()
}

/// The form that names are compared by: folded, simplified script, every separator a space, without 市 and 时间.
fn key(text: &str) -> String {
    let folded = Form::of(&text.chars().take(4 * LONGEST_CHARACTERS).collect::<String>()).folded;
    let simple = simplified(&folded).unwrap_or(folded).replace(['_', '-', '\'', '.'], " ");
    let simple = ["时间", "时区", "市", " time"]
        .iter()
        .fold(simple.as_str(), |name, end| name.strip_suffix(end).filter(|rest| !rest.is_empty()).unwrap_or(name));
    simple.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The names that look most like what was asked for: those that hold it, then those that a slip turns into it.
fn nearest(asked: &str) -> Vec<String> {
    let length = asked.chars().count();
    let mut names = if length > 2 { matching_zones(asked, MOST_NEAREST) } else { Vec::new() };
    names.retain(|name| name != Tz::UTC.name());
    let places = offered().filter(|entry| entry.zone != Tz::UTC);
    let mut near: Vec<(usize, &str)> = places.map(|entry| (entry.distance(asked), entry.zone.name())).collect();
    near.retain(|(distance, name)| *distance <= length / 3 && !names.iter().any(|known| known == name));
    near.sort_unstable();
    names.extend(near.into_iter().map(|(_, name)| name.to_owned()));
    names.truncate(MOST_NEAREST);
    names
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America, Asia, Europe};

    use super::*;

    #[test]
    fn zones_are_read_by_name_and_city() {
        let table = [
            ("Europe/Berlin", Europe::Berlin),
            ("europe/berlin", Europe::Berlin),
            ("  EUROPE/BERLIN ", Europe::Berlin),
            ("Ｅｕｒｏｐｅ／Ｂｅｒｌｉｎ", Europe::Berlin),
            ("berlin", Europe::Berlin),
            ("柏林", Europe::Berlin),
            ("munich", Europe::Berlin),
            ("america/new_york", America::New_York),
            ("America/New York", America::New_York),
            ("New York", America::New_York),
            ("纽约", America::New_York),
            ("紐約", America::New_York),
            ("san francisco", America::Los_Angeles),
            ("旧金山", America::Los_Angeles),
            ("舊金山", America::Los_Angeles),
            ("上海", Asia::Shanghai),
            ("北京时间", Asia::Shanghai),
            ("北京市", Asia::Shanghai),
            ("Beijing", Asia::Shanghai),
            ("台北", Asia::Taipei),
            ("臺北", Asia::Taipei),
            ("香港", Asia::Hong_Kong),
            ("东京", Asia::Tokyo),
            ("東京", Asia::Tokyo),
            ("新加坡", Asia::Singapore),
            ("伦敦", Europe::London),
            ("são paulo", America::Sao_Paulo),
            ("buenos aires", America::Buenos_Aires),
            ("utc", Tz::UTC),
            ("UTC", Tz::UTC),
            ("est", Tz::EST),
            ("Etc/GMT+8", Tz::Etc__GMTPlus8),
        ];
        for (text, expected) in table {
            let found = parse_zone(text);
            let city = |zone: Tz| zone.name().rsplit('/').next().map(str::to_owned);
            let same = found.as_ref().is_ok_and(|zone| *zone == expected || city(*zone) == city(expected));
            assert!(same, "{text:?}: {found:?}");
        }
        for zone in TZ_VARIANTS {
            let found = parse_zone(&zone.name().to_lowercase());
            assert!(found == Ok(zone) || found == Ok(Tz::UTC), "every name is read: {zone} {found:?}");
        }
        for (zone, cities) in CITIES {
            for city in cities {
                assert_eq!(parse_zone(city).map(|zone| zone.name()), Ok(zone), "{city}");
            }
        }
    }

    #[test]
    fn the_nearest_are_offered_and_never_a_fixed_offset() {
        let table: [(&str, Option<&str>); 10] = [
            ("Berlinn", Some("Europe/Berlin")),
            ("Europe/Berln", Some("Europe/Berlin")),
            ("Asia/Shanghia", Some("Asia/Shanghai")),
            ("shangai", Some("Asia/Shanghai")),
            ("new yrok", Some("America/New_York")),
            ("Europe/Munich", None),
            ("ESTT", None),
            ("UTC+8", None),
            ("", None),
            ("火星", None),
        ];
        for (text, expected) in table {
            let offered = parse_zone(text).expect_err("no zone");
            assert!(offered.len() <= MOST_NEAREST, "{text:?}: {offered:?}");
            if let Some(expected) = expected {
                assert_eq!(offered.first().map(String::as_str), Some(expected), "{text:?}: {offered:?}");
            }
            assert!(
                offered.iter().all(|name| name.contains('/') && !name.starts_with("Etc/")),
                "{text:?}: {offered:?}"
            );
        }
        assert_eq!(parse_zone("火星"), Err(Vec::new()));
        assert_eq!(parse_zone(&"Berlin".repeat(700)), Err(Vec::new()));
        assert_eq!(parse_zone("\u{202e}\u{200b}"), Err(Vec::new()));
    }

    #[test]
    fn zones_are_offered_while_typing() {
        let table = [
            ("berl", "Europe/Berlin"),
            ("BERLIN", "Europe/Berlin"),
            ("york", "America/New_York"),
            ("new y", "America/New_York"),
            ("上", "Asia/Shanghai"),
            ("asia/sh", "Asia/Shanghai"),
            ("utc", "UTC"),
            ("san fr", "America/Los_Angeles"),
        ];
        for (text, first) in table {
            let offered = matching_zones(text, 25);
            assert_eq!(offered.first().map(String::as_str), Some(first), "{text:?}: {offered:?}");
            assert!(offered.iter().all(|name| parse_zone(name).is_ok_and(|zone| zone.name() == name)));
        }
        assert_eq!(matching_zones("a", 25).len(), 25);
        assert_eq!(matching_zones("", 3).len(), 3);
        assert!(matching_zones("", 25).iter().all(|name| parse_zone(name).is_ok()));
        assert!(matching_zones("zzzz", 25).is_empty());
        assert!(matching_zones(&"a".repeat(4_000), 25).is_empty());
        assert!(matching_zones("a", 0).is_empty());
    }
}
