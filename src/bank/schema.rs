//! The form of a question file as a JSON Schema: what editors complete and underline by.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};

use super::limits::{
    ANSWER_CHARS, EXPLANATION_CHARS, HINT_CHARS, ID_CHARS, MODEL_CHARS, NAME_CHARS, OPTION_CHARS, OUTPUT_CHARS,
    PHRASE_CHARS, POINT_CHARS, PROMPT_CHARS, SOURCE_CHARS, SOURCES, TAG_CHARS, UNIT_CHARS, WHY_CHARS,
};

/// The schema of a question file, in draft 7: the newest that editors of TOML know. What it takes may still be wrong:
/// `quizbot check` knows more.
pub fn schema() -> Schema {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<File>()
}

/// A topic: its name and its questions. The path of the file below `questions/` is the topic's slug.
#[derive(JsonSchema)]
#[schemars(title = "quizbot topic", deny_unknown_fields)]
#[expect(dead_code, reason = "only its form is used")]
struct File {
    /// What the topic is called.
    name: Text<NAME_CHARS>,
    /// The questions.
    #[schemars(length(min = 1))]
    question: Vec<Question>,
}

/// One text for every language, or one for each.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its form is used")]
enum Text<const CHARS: usize> {
    /// The same in every language.
    Same(Line<CHARS>),
    /// One in each.
    Each(Spoken<CHARS>),
}

/// A text with its limit.
#[derive(JsonSchema)]
#[schemars(transparent)]
#[expect(dead_code, reason = "only its form is used")]
struct Line<const CHARS: usize>(#[schemars(length(min = 1, max = CHARS))] String);

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
#[expect(dead_code, reason = "only its form is used")]
struct Spoken<const CHARS: usize> {
    /// In English.
    en: Option<Line<CHARS>>,
    /// In Chinese.
    zh: Option<Line<CHARS>>,
}

/// A question. Which keys it has depends on its kind.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("allOf" = [
    { "if": { "properties": { "kind": { "enum": ["single", "multiple"] } } }, "then": { "required": ["options"] } },
    { "if": { "properties": { "kind": { "enum": ["truth", "number"] } } }, "then": { "required": ["answer"] } },
    { "if": { "properties": { "kind": { "const": "truth" } } }, "then": { "properties": { "answer": { "type": "boolean" } } } },
    { "if": { "properties": { "kind": { "const": "number" } } }, "then": { "properties": { "answer": { "type": "number" } } } },
    { "if": { "properties": { "kind": { "const": "text" } } }, "then": { "required": ["accept"] } },
    { "if": { "properties": { "kind": { "const": "order" } } }, "then": { "required": ["items"] } },
    { "if": { "properties": { "kind": { "const": "open" } } }, "then": { "required": ["model", "points"] } },
]))]
#[expect(dead_code, reason = "only its form is used")]
struct Question {
    /// Unique in the file; the whole id is `topic/id`.
    #[schemars(length(min = 1, max = ID_CHARS), regex(pattern = "^[a-z0-9-]+$"))]
    id: String,
    /// What sort of answer is wanted.
    kind: Kind,
    /// 1 recall .. 5 expert.
    #[schemars(range(min = 1, max = 5))]
    difficulty: Option<u8>,
    /// What is asked. Markdown: **bold**, `code`, fenced code blocks.
    prompt: Text<PROMPT_CHARS>,
    /// Shown with the result: why it is so, and what is commonly confused.
    explanation: Option<Text<EXPLANATION_CHARS>>,
    /// Authorities: addresses or titles.
    #[schemars(length(max = SOURCES))]
    sources: Option<Vec<Line<SOURCE_CHARS>>>,
    /// Free words; `trap` is a popular mistake, `code` asks what a program prints.
    tags: Option<Vec<Line<TAG_CHARS>>>,
    /// A nudge that gives nothing away.
    hint: Option<Text<HINT_CHARS>>,
    /// Whether options are shuffled when asked; they are unless this is false.
    shuffle: Option<bool>,
    /// What the first Python block of the prompt prints.
    output: Option<Line<OUTPUT_CHARS>>,
    /// The Python version that `output` needs at least.
    #[schemars(regex(pattern = r"^[0-9]+\.[0-9]+$"))]
    python: Option<String>,
    /// single, multiple: 2 to 10 options.
    #[schemars(length(min = 2, max = 10))]
    options: Option<Vec<Choice>>,
    /// truth: the key. number: the number.
    answer: Option<Answer>,
    /// number: how far off is still right, in the answer's unit.
    #[schemars(range(min = 0))]
    tolerance: Option<f64>,
    /// number: its unit.
    unit: Option<Text<UNIT_CHARS>>,
    /// text: right answers, in any language; the first is shown.
    #[schemars(length(min = 1))]
    accept: Option<Vec<Line<ANSWER_CHARS>>>,
    /// text: wrong answers that look close.
    reject: Option<Vec<Line<ANSWER_CHARS>>>,
    /// text: half answers, each with a prompt that costs no try.
    close: Option<Vec<Close>>,
    /// text: false where one letter changes the meaning (GET, PUT).
    typos: Option<bool>,
    /// order: 2 to 10 items in the right order.
    #[schemars(length(min = 2, max = 10))]
    items: Option<Vec<Text<OPTION_CHARS>>>,
    /// open: the model answer.
    model: Option<Text<MODEL_CHARS>>,
    /// open: what a good answer says.
    #[schemars(length(min = 1))]
    points: Option<Vec<Point>>,
    /// open: misconceptions, which cost.
    traps: Option<Vec<Trap>>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its form is used")]
enum Kind {
    /// One option is right.
    Single,
    /// One or more options are right.
    Multiple,
    /// True or false.
    Truth,
    /// A number.
    Number,
    /// A few words.
    Text,
    /// Items to be put in order.
    Order,
    /// An explanation, graded by key points.
    Open,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its form is used")]
enum Answer {
    /// Of a statement.
    Truth(bool),
    /// Of a question for a number.
    Number(f64),
}

#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its form is used")]
enum Choice {
    /// A wrong option that is the same in every language.
    Same(Line<OPTION_CHARS>),
    /// An option.
    Each(ChoiceKeys),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its form is used")]
struct ChoiceKeys {
    /// In English.
    en: Option<Line<OPTION_CHARS>>,
    /// In Chinese.
    zh: Option<Line<OPTION_CHARS>>,
    /// Whether it is right.
    right: Option<bool>,
    /// Said to whoever picks it, where it is wrong.
    why: Option<Text<WHY_CHARS>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its form is used")]
struct Close {
    /// The half answers.
    #[schemars(length(min = 1))]
    r#match: Vec<Line<ANSWER_CHARS>>,
    /// The prompt: what is still missing.
    say: Text<WHY_CHARS>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its form is used")]
struct Point {
    /// The point in a few words: the player sees whether it was made.
    say: Text<POINT_CHARS>,
    /// Phrasings of it, in both languages.
    #[schemars(length(min = 1))]
    any: Vec<Line<PHRASE_CHARS>>,
    /// Its share of the credit against the other points; 1 unless given.
    weight: Option<f64>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its form is used")]
struct Trap {
    /// Phrasings of the misconception.
    #[schemars(length(min = 1))]
    any: Vec<Line<PHRASE_CHARS>>,
    /// What is said about it.
    say: Text<WHY_CHARS>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::bank::{kinds, question};

    #[test]
    fn the_schema_has_the_keys_of_the_reader() {
        let schema = serde_json::to_value(schema()).expect("JSON");
        let properties = schema["definitions"]["Question"]["properties"].as_object().expect("keys");
        let written: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
        let of_kinds = kinds::KEYS.iter().flat_map(|(_, keys)| keys.iter().copied());
        let read: BTreeSet<&str> = question::COMMON.into_iter().chain(of_kinds).collect();
        assert_eq!(written, read);
        let kinds: BTreeSet<&str> = kinds::KEYS.iter().map(|(kind, _)| *kind).collect();
        let named = schema["definitions"]["Kind"]["oneOf"].as_array().expect("kinds");
        let named: BTreeSet<&str> = named.iter().filter_map(|kind| kind["const"].as_str()).collect();
        assert_eq!(named, kinds);
    }
}
