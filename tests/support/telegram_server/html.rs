//! Reads `parse_mode: HTML` as the Bot API does: what is not closed, or not known, is refused.

/// The tags that the Bot API knows.
const TAGS: [&str; 16] = [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "span",
    "tg-spoiler",
    "a",
    "tg-emoji",
    "code",
    "pre",
    "blockquote",
];

/// The text that is shown.
///
/// # Errors
/// What the Bot API would say.
pub(crate) fn plain(html: &str) -> Result<String, String> {
    let (mut shown, mut open, mut rest) = (String::new(), Vec::<String>::new(), html);
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => rest = tag(rest, html.len() - rest.len(), &mut open)?,
            '&' => {
                let (character, length) = entity(rest);
                shown.push(character);
                rest = &rest[length..];
            }
            _ => {
                shown.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    match open.pop() {
        Some(tag) => Err(format!("can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")),
        None => Ok(shown),
    }
}

/// Reads one tag; returns what follows it.
fn tag<'a>(rest: &'a str, at: usize, open: &mut Vec<String>) -> Result<&'a str, String> {
    let end = rest.find('>').ok_or_else(|| format!("can't parse entities: Unclosed start tag at byte offset {at}"))?;
    let inner = &rest[1..end];
    if let Some(name) = inner.strip_prefix('/') {
        return match open.pop() {
            Some(expected) if name.trim() == expected => Ok(&rest[end + 1..]),
            Some(expected) => Err(format!(
                "can't parse entities: Unmatched end tag at byte offset {at}, expected \"</{expected}>\", found \"</{name}>\""
            )),
            None => Err(format!("can't parse entities: Unexpected end tag at byte offset {at}")),
        };
    }
    let name = inner.split_whitespace().next().unwrap_or_default().to_lowercase();
    if !TAGS.contains(&name.as_str()) {
        return Err(format!("can't parse entities: Unsupported start tag \"{name}\" at byte offset {at}"));
    }
    if name == "blockquote" && open.contains(&name) {
        return Err("can't parse entities: blockquote can't be nested".to_owned());
    }
    if inner[name.len()..].matches('"').count() % 2 == 1 {
        return Err(format!("can't parse entities: Unclosed attribute at byte offset {at}"));
    }
    open.push(name);
    Ok(&rest[end + 1..])
}

/// The character of an entity and its length; an unknown one stands for itself.
fn entity(rest: &str) -> (char, usize) {
    let named = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')];
    let known = named.iter().find(|(name, _)| rest.starts_with(name));
    known.map_or(('&', 1), |(name, character)| (*character, name.len()))
}

#[test]
fn the_reader_is_strict() {
    assert_eq!(plain("<b>a</b> &lt;&amp;x; <a href=\"y\">z</a>").as_deref(), Ok("a <&x; z"));
    for bad in ["<b>", "</b>", "<b><i></b></i>", "<h1>x</h1>", "a < b", "<a href=\"x>y</a>"] {
        assert!(plain(bad).is_err(), "{bad}");
    }
}
