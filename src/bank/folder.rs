//! From files and folders to question files as text.

use std::{
    collections::{HashSet, VecDeque},
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{
    file::Source,
    limits::{FILE_BYTES, FILES, FOLDER_DEPTH, SLUG_CHARS},
    problem::{Problem, quoted},
};

/// What a file's name ends with.
pub(super) const ENDING: &str = ".toml";

/// What was read from a folder, and what could not be.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) sources: Vec<Source>,
    pub(super) problems: Vec<Problem>,
}

/// A folder that is still to be walked.
struct Folder {
    path: PathBuf,
    /// The beginning of the slugs of what lies in it.
    prefix: String,
    depth: usize,
}

/// Reads every question file of a folder and of those below it, by slug; slugs begin with this prefix. Hidden files and folders are passed over:
/// editors and Kubernetes keep their own things in them.
///
/// # Errors
/// When the folder itself can't be read.
pub(super) fn read_folder(dir: &Path, prefix: &str) -> anyhow::Result<Found> {
    fs::read_dir(dir).with_context(|| format!("can't read the folder {}", dir.display()))?;
    let mut found = Found::default();
    // Links to folders are followed last, and no folder is read twice: a loop ends, and a folder keeps its own slugs.
    let mut folders = VecDeque::from([Folder { path: dir.to_owned(), prefix: prefix.to_owned(), depth: 0 }]);
    let mut walked = HashSet::new();
    while let Some(folder) = folders.pop_front() {
        if walked.len() >= FILES {
            let text = format!("more than {FILES} folders; the rest is not read");
            found.problems.push(Problem::of_file(&dir.display().to_string(), text));
            break;
        }
        let real = fs::canonicalize(&folder.path).unwrap_or_else(|_| folder.path.clone());
        if walked.insert(real) {
            walk(&folder, &mut folders, &mut found);
        }
    }
    if found.sources.is_empty() && found.problems.is_empty() {
        let text = format!("no question file (`*{ENDING}`) lies in this folder or below it");
        found.problems.push(Problem { refuses: false, ..Problem::of_file(&dir.display().to_string(), text) });
    }
    found.sources.sort_by(|one, other| one.slug.cmp(&other.slug));
    Ok(found)
}

fn walk(folder: &Folder, folders: &mut VecDeque<Folder>, found: &mut Found) {
    let refuse = |found: &mut Found, text| {
        found.problems.push(Problem::of_file(&folder.path.display().to_string(), text));
    };
    if folder.depth > FOLDER_DEPTH {
        return refuse(found, format!("the folder lies too deep; expected at most {FOLDER_DEPTH} below the first"));
    }
    let mut entries = match fs::read_dir(&folder.path).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
        Ok(entries) => entries,
        Err(error) => return refuse(found, format!("can't read the folder: {error}")),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let linked = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        if path.is_dir() {
            let below = Folder { path, prefix: format!("{}{name}/", folder.prefix), depth: folder.depth + 1 };
            if linked { folders.push_back(below) } else { folders.push_front(below) }
        } else if let Some(stem) = name.strip_suffix(ENDING) {
            if found.sources.len() + found.problems.len() >= FILES {
                folders.clear();
                return refuse(found, format!("more than {FILES} files; the rest is not read"));
            }
            add(found, &path, &format!("{}{stem}", folder.prefix));
        }
    }
}

/// Reads one file under this slug.
pub(super) fn add(found: &mut Found, path: &Path, slug: &str) {
    let file = path.display().to_string();
    // Read only under a good slug: anything may lie in the way.
    match slug_problem(slug).map_or_else(|| read_file(path), Err) {
        Ok(bytes) => add_bytes(found, file, slug, bytes),
        Err(text) => found.problems.push(Problem::of_file(&file, text)),
    }
}

/// Keeps a file's text, or the place where it is none.
pub(super) fn add_bytes(found: &mut Found, file: String, slug: &str, bytes: Vec<u8>) {
    if let Some(text) = slug_problem(slug) {
        found.problems.push(Problem::of_file(&file, text));
        return;
    }
    match String::from_utf8(bytes) {
        Ok(text) => found.sources.push(Source { file, slug: slug.to_owned(), text }),
        Err(error) => {
            let (valid, rest) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
            let before = String::from_utf8_lossy(valid);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let byte = rest.first().copied().unwrap_or_default();
            let text = format!("the byte 0x{byte:02x} is not UTF-8; save the file as UTF-8");
            found.problems.push(Problem { line, column, ..Problem::of_file(&file, text) });
        }
    }
}

/// The bytes of a file, or what is wrong with it.
fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("can't read the file: {error}");
    // Before it is opened: opening a pipe would wait for its writer.
    let metadata = fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err("this is not a file".to_owned());
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(FILE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > FILE_BYTES {
        return Err(format!("the file is larger than {} KiB; split its topic", FILE_BYTES / 1024));
    }
    Ok(bytes)
}

/// What is wrong with a slug, if anything.
fn slug_problem(slug: &str) -> Option<String> {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if !slug.split('/').all(is_word) {
        return Some(format!("the path gives the topic {}; expected only a-z, 0-9 and - in its parts", quoted(slug)));
    }
    let chars = slug.len();
    (chars > SLUG_CHARS).then(|| format!("the path gives a topic of {chars} characters; expected at most {SLUG_CHARS}"))
}

/// The slug of a file that is given by itself: below the last folder named `questions`, or else its name alone.
pub(super) fn lone_slug(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = path.parent().and_then(below_questions).unwrap_or_default();
    format!("{prefix}{}", name.strip_suffix(ENDING).unwrap_or(&name))
}

/// What the slugs in a folder begin with that is given by itself; None where no part of its path is named `questions`.
pub(super) fn below_questions(folder: &Path) -> Option<String> {
    let parts: Vec<_> = folder.iter().map(|part| part.to_string_lossy()).collect();
    let start = parts.iter().rposition(|part| part == "questions")? + 1;
    Some(parts[start..].iter().map(|part| format!("{part}/")).collect())
}
