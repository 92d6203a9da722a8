//! What changes when all answers to a question are judged anew.

use std::collections::HashMap;

use super::picks;
use crate::{
    quiz::{
        AnswerId, GroupId, PlayerId, Verdict,
        judge::Known,
        question::{Question, Reply},
    },
    store::{
        self, Writing,
        disputes::{self, Told},
        ledger::{self, Booked, Judge},
        rejudge,
        rounds::{self, Round},
        writes::Writes,
    },
};

/// How much of a reply the table shows, in characters.
const SAID_CHARS: usize = 40;

/// How an answer is to be judged by the new key.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Anew {
    /// So, with this credit.
    As(&'static str, f64),
    /// Not at all: its options are gone, or are of another kind.
    Gone,
}

/// What the new key says to each answer; asked once.
pub(super) struct Verdicts<'a> {
    question: &'a Question,
    bank: &'a Known,
    given: HashMap<AnswerId, Anew>,
}

impl<'a> Verdicts<'a> {
    pub(super) fn new(question: &'a Question, bank: &'a Known) -> Self {
        Self { question, bank, given: HashMap::new() }
    }

    fn of(&mut self, told: &Told, round: &Round) -> Anew {
        let (question, bank) = (self.question, self.bank);
        *self.given.entry(told.id).or_insert_with(|| judged(question, bank, told, round))
    }
}

fn judged(question: &Question, bank: &Known, told: &Told, round: &Round) -> Anew {
    let picks: Option<Vec<usize>> = told.picks.as_ref().and_then(|picks| serde_json::from_str(picks).ok());
    let reply = match picks {
        Some(picks) => picks::carried(&picks, &round.question, question).map(Reply::Picks),
        None if question.option_count() == 0 => Some(Reply::Words(told.said.clone())),
        None => None,
    };
    let Some(reply) = reply else { return Anew::Gone };
    match question.judge_with(&reply, &round.aliases, bank) {
        Verdict::Right => Anew::As("right", 1.0),
        Verdict::Partial(credit) => Anew::As("partial", credit),
        // The prompt was never shown, so the try was spent.
        Verdict::Close(_) | Verdict::Wrong | Verdict::Unreadable(_) => Anew::As("wrong", 0.0),
    }
}

/// The table of one group.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) name: String,
    /// Day, player, reply, verdicts, points.
    pub(super) rows: Vec<[String; 5]>,
    /// Who, as they are called, and what their points change by.
    pub(super) gains: Vec<(PlayerId, String, i64)>,
}

/// Everything that changes.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) groups: Vec<Table>,
    pub(super) writes: Writes,
    /// How many answers there are in closed rounds.
    pub(super) answers: usize,
    /// How many of them are worth something else.
    pub(super) changes: usize,
    /// How many would be, had a person not decided.
    pub(super) by_people: usize,
    /// How many name an option that is gone.
    pub(super) gone: usize,
    /// How many rounds are open.
    pub(super) open: usize,
}

/// The dailies that players have a score in, group by group.
type Dailies = HashMap<(GroupId, PlayerId), Vec<i64>>;

impl Plan {
    pub(super) async fn make(tx: &mut Writing, verdicts: &mut Verdicts<'_>, now_ms: i64) -> store::Result<Self> {
        let (ids, open) = rejudge::rounds_of(tx, &verdicts.question.id).await?;
        let mut loaded = rounds::load(tx, &ids).await?;
        let names = rejudge::group_names(tx).await?;
        let mut plan = Self { open, ..Self::default() };
        let mut tables: HashMap<GroupId, Table> = HashMap::new();
        let mut dailies = Dailies::new();
        for round in ids.iter().filter_map(|id| loaded.remove(id)) {
            let told = disputes::all(tx, round.id).await?;
            if round.daily_number.is_some() {
                learn(tx, &mut dailies, round.group, &told).await?;
            }
            let table = tables.entry(round.group).or_insert_with(|| Table {
                name: names.get(&round.group).cloned().unwrap_or_default(),
                ..Table::default()
            });
            plan.add(&round, &told, verdicts, &mut dailies, table, now_ms);
        }
        plan.groups = tables.into_values().filter(|table| !table.rows.is_empty()).collect();
        plan.groups.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(plan)
    }

    fn add(
        &mut self,
        round: &Round,
        told: &[Told],
        verdicts: &mut Verdicts<'_>,
        dailies: &mut Dailies,
        table: &mut Table,
        now_ms: i64,
    ) {
        self.answers += told.len();
        let mut players: Vec<PlayerId> = Vec::new();
        for player in told.iter().map(|told| told.player) {
            if !players.contains(&player) {
                players.push(player);
            }
        }
        for player in players {
            let own: Vec<Told> = told.iter().filter(|told| told.player == player).cloned().collect();
            let anew: HashMap<AnswerId, (&'static str, f64)> =
                own.iter().filter_map(|told| Some((told.id, self.verdict(told, verdicts.of(told, round))?))).collect();
            let answered = dailies.entry((round.group, player)).or_default();
            let judge = Judge { word: "rejudge", at_ms: now_ms };
            let verdict = |told: &Told| anew.get(&told.id).copied();
            let revised = ledger::revise(&mut self.writes, &booked(round), &own, answered, judge, verdict);
            // Its first score: later dailies are judged with it.
            if let Some(daily) = round.daily_number.filter(|_| revised.before.is_none() && !revised.changes.is_empty())
            {
                answered.push(daily);
                answered.sort_unstable();
                answered.dedup();
            }
            self.changes += revised.changes.len();
            for (answer, word, points) in &revised.changes {
                let was = own.iter().find(|told| told.id == *answer);
                table.rows.extend(was.map(|was| row(round, was, word, *points)));
            }
            if !revised.changes.is_empty() {
                gain(&mut table.gains, &own, revised.gain());
            }
        }
    }

    /// What an answer is judged as anew; None where it stays as it is.
    fn verdict(&mut self, told: &Told, anew: Anew) -> Option<(&'static str, f64)> {
        let Anew::As(word, credit) = anew else {
            self.gone += 1;
            return None;
        };
        // A prompt that cost no try is not made one that does.
        if told.verdict == "close" && word == "wrong" {
            return None;
        }
        if matches!(told.judge.as_str(), "dispute" | "moderation") {
            self.by_people += usize::from(told.verdict != word);
            return None;
        }
        Some((word, credit))
    }
}

fn booked(round: &Round) -> Booked<'_> {
    Booked {
        round: round.id,
        group: round.group,
        day: &round.day,
        daily: round.daily_number,
        difficulty: round.question.difficulty,
    }
}

/// Reads the dailies of players that are new.
async fn learn(tx: &mut Writing, dailies: &mut Dailies, group: GroupId, told: &[Told]) -> store::Result<()> {
    let mut new: Vec<PlayerId> =
        told.iter().map(|told| told.player).filter(|player| !dailies.contains_key(&(group, *player))).collect();
    new.sort_unstable();
    new.dedup();
    let mut found = disputes::dailies(tx, group, &new).await?;
    dailies.extend(new.into_iter().map(|player| ((group, player), found.remove(&player).unwrap_or_default())));
    Ok(())
}

fn row(round: &Round, was: &Told, word: &str, points: i64) -> [String; 5] {
    let one_line = was.said.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = match one_line.char_indices().nth(SAID_CHARS) {
        Some((at, _)) => format!("{}…", &one_line[..at]),
        None => one_line,
    };
    let verdicts = format!("{} -> {word}", was.verdict);
    [round.day.clone(), was.name.clone(), said, verdicts, format!("{} -> {points}", was.points)]
}

/// Adds to a player's sum, under the name of the last account that answered.
fn gain(gains: &mut Vec<(PlayerId, String, i64)>, own: &[Told], points: i64) {
    let Some(last) = own.last() else { return };
    match gains.iter_mut().find(|(player, ..)| *player == last.player) {
        Some((.., sum)) => *sum += points,
        None => gains.push((last.player, last.name.clone(), points)),
    }
}
