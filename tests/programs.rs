//! Every Python program of the bank is run, and must print what its question says that it prints.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a program may run: those of a quiz end at once, but a busy machine may start Python slowly.
const PATIENCE: Duration = Duration::from_secs(60);

/// The Python that a program needs where its question names none.
const USUAL_PYTHON: (u32, u32) = (3, 8);

/// A program with what it should print.
struct Program {
    id: String,
    code: String,
    output: String,
    python: (u32, u32),
}

fn toml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the bank") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            toml_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    found.sort();
}

fn programs() -> Vec<Program> {
    let mut files = Vec::new();
    toml_files(Path::new("questions"), &mut files);
    files.iter().flat_map(|file| programs_of(file)).collect()
}

fn programs_of(file: &Path) -> Vec<Program> {
    let text = fs::read_to_string(file).expect("a question file");
    let topic: toml::Table = toml::from_str(&text).expect("a good file");
    let questions = topic["question"].as_array().expect("questions");
    questions.iter().filter_map(|question| program(file, question.as_table().expect("a question"))).collect()
}

fn program(file: &Path, question: &toml::Table) -> Option<Program> {
    let output = question.get("output")?.as_str().expect("a text").trim().to_owned();
    let prompt = question["prompt"].get("en").unwrap_or(&question["prompt"]).as_str().expect("a prompt");
    let code = prompt.split("```python\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("a program");
    let python = question.get("python").map_or(USUAL_PYTHON, |version| read_version(version.as_str().expect("a text")));
    let id = format!("{} {}", file.display(), question["id"].as_str().expect("an id"));
    Some(Program { id, code: code.to_owned(), output, python })
}

fn read_version(text: &str) -> (u32, u32) {
    let mut numbers = text.trim().split('.').map(|part| part.parse().expect("a number"));
    (numbers.next().expect("a major version"), numbers.next().expect("a minor version"))
}

/// The newest Python of this machine, and its version.
fn python() -> (String, (u32, u32)) {
    let names = ["python3".to_owned()].into_iter().chain((8..=20).map(|minor| format!("python3.{minor}")));
    let version = |name: &String| {
        let tell = "import sys; print('%d.%d' % sys.version_info[:2])";
        let told = Command::new(name).args(["-c", tell]).stderr(Stdio::null()).output().ok()?;
        told.status.success().then(|| read_version(&String::from_utf8_lossy(&told.stdout)))
    };
    let found = names.filter_map(|name| version(&name).map(|version| (name, version)));
    found.max_by_key(|(_, version)| *version).expect("python3 is needed to run the programs of the bank")
}

/// What a program prints, and the class of the exception that ends it, as a question's `output` says it.
fn printed(python: &str, code: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, err) = (folder.path().join("out"), folder.path().join("err"));
    let to_file = |path: &Path| Stdio::from(fs::File::create(path).expect("a file"));
    let script = folder.path().join("program.py");
    fs::write(&script, code).expect("a file");
    let mut child = Command::new(python)
        .arg(&script)
        .current_dir(folder.path())
        .env("PYTHONIOENCODING", "utf-8")
        .env_remove("PYTHONUNBUFFERED")
        .stdin(Stdio::null())
        .stdout(to_file(&out))
        .stderr(to_file(&err))
        .spawn()
        .expect("Python starts");
    let started = Instant::now();
    let status = loop {
        match child.try_wait().expect("a child of ours") {
            Some(status) => break status,
            None if started.elapsed() > PATIENCE => {
                child.kill().expect("a child of ours");
                return "(does not end)".to_owned();
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let read = |path: &Path| String::from_utf8_lossy(&fs::read(path).expect("a file")).trim_end().to_owned();
    let mut lines: Vec<String> = read(&out).lines().map(|line| line.trim_end().to_owned()).collect();
    if !status.success() {
        let last = read(&err).lines().last().unwrap_or_default().to_owned();
        lines.push(last.split(':').next().unwrap_or_default().to_owned());
    }
    lines.join("\n").trim().to_owned()
}

#[test]
fn every_program_prints_what_its_question_says() {
    let programs = programs();
    let (python, version) = python();
    let (able, lacking): (Vec<&Program>, Vec<&Program>) =
        programs.iter().partition(|program| program.python <= version);
    for program in &lacking {
        println!("skipped: {} needs Python {:?}, {python} is {version:?}", program.id, program.python);
    }
    let wrong: Vec<String> = able
        .iter()
        .filter_map(|program| {
            let printed = printed(&python, &program.code);
            let Program { id, output, .. } = program;
            (printed != *output).then(|| format!("{id}: prints {printed:?}, its question says {output:?}"))
        })
        .collect();
    println!("{} programs run by {python} {version:?}, {} skipped", able.len(), lacking.len());
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(able.len() >= 30, "the bank has programs: {}", able.len());
}

#[test]
fn a_program_that_prints_something_else_is_found() {
    let (python, _) = python();
    assert_eq!(printed(&python, "print('a')\nprint('b ')"), "a\nb");
    assert_eq!(printed(&python, "print('a')\nraise TypeError('b: c')"), "a\nTypeError");
    assert_eq!(printed(&python, "print('\u{9501}')"), "\u{9501}");
    assert_eq!(printed(&python, "def f(:"), "SyntaxError");
}
