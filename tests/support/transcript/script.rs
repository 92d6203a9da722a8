//! A transcript's file: which of its lines are for the world, and which are what the bot says.

/// A line that is for the world, with its number in the file.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    pub(crate) number: usize,
    /// As it stands in the file, comments and all: empty lines and comments are cues that do nothing.
    pub(crate) raw: String,
    /// Without the comment, trimmed; empty where nothing is to be done.
    pub(crate) text: String,
}

/// The lines of a file that are not the bot's.
pub(crate) fn cues(file: &str) -> Vec<Cue> {
    let lines = file.lines().enumerate().filter(|(_, line)| !is_bots(line));
    lines.map(|(at, raw)| Cue { number: at + 1, raw: raw.to_owned(), text: without_comment(raw) }).collect()
}

/// What the bot says begins with `bot`, the time at which it says it stands in brackets, and what follows on more lines
/// is indented.
fn is_bots(line: &str) -> bool {
    let bot = line.strip_prefix("bot").is_some_and(|rest| rest.starts_with(['>', '*', '@', ' ']));
    bot || line.starts_with('(') || line.starts_with("    ")
}

fn without_comment(line: &str) -> String {
    if line.starts_with('#') {
        return String::new();
    }
    line.split("  # ").next().unwrap_or_default().trim().to_owned()
}

/// Text as written, or in quotes with the escapes of JSON; `4000 times "x"` repeats it.
pub(crate) fn text(written: &str) -> String {
    if let Some((count, rest)) = written.split_once(" times ")
        && let Ok(count) = count.parse::<usize>()
    {
        return text(rest).repeat(count);
    }
    match written.starts_with('"') {
        true => serde_json::from_str(written).unwrap_or_else(|error| panic!("{written}: {error}")),
        false => written.to_owned(),
    }
}

/// Where two texts differ, line by line: `-` what the file says, `+` what happened.
pub(crate) fn difference(expected: &str, happened: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), happened.lines().collect());
    let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for (i, line) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            common[i][j] =
                if line == other { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut shown) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            shown.push(format!("  {}", old[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || common[i + 1][j] >= common[i][j + 1]) {
            shown.push(format!("- {}", old[i]));
            i += 1;
        } else {
            shown.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    near_changes(&shown)
}

/// Only what lies near a change.
fn near_changes(lines: &[String]) -> String {
    const NEAR: usize = 4;
    let changed: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].starts_with("  ")).collect();
    let near = |at: &usize| changed.iter().any(|change| change.abs_diff(*at) <= NEAR);
    let kept: Vec<&str> = (0..lines.len()).filter(near).map(|at| lines[at].as_str()).collect();
    kept.join("\n")
}
