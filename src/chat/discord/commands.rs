//! The slash commands: made from the one table of commands, registered only when something changed.

use serde_json::{Map, Value, json};

use super::{
    components::cut,
    rest::{Fault, Rest},
};
use crate::{
    engine::event::{Briefing, CommandSpec, OptionSpec, Values},
    quiz::Language,
};

/// Manage Server.
pub(super) const MANAGE_GUILD: u64 = 1 << 5;
/// Administrator.
pub(super) const ADMINISTRATOR: u64 = 1 << 3;
/// Characters of a description.
const ABOUT_CHARS: usize = 100;
/// Not offered: Discord has no such habit, and `help` says the same.
const NOT_HERE: &str = "start";

/// Registers the commands where they differ from what Discord has.
pub(super) async fn register(rest: &Rest, application: &str, briefing: &Briefing) -> Result<(), Fault> {
    if are_registered(rest, application, briefing).await? {
        return Ok(());
    }
    rest.put(&path(application), Some(&Value::Array(ours(briefing)))).await?;
    tracing::info!("registered the slash commands with Discord");
    Ok(())
}

/// Whether Discord has just our commands.
pub(super) async fn are_registered(rest: &Rest, application: &str, briefing: &Briefing) -> Result<bool, Fault> {
    let theirs = rest.get(&format!("{}?with_localizations=true", path(application))).await?;
    Ok(same(&ours(briefing), theirs.as_array().map(Vec::as_slice).unwrap_or_default()))
}

fn path(application: &str) -> String {
    format!("/applications/{application}/commands")
}

fn ours(briefing: &Briefing) -> Vec<Value> {
    let offered = briefing.commands.iter().filter(|spec| spec.name != NOT_HERE);
    offered.map(|spec| command(spec, briefing.called)).collect()
}

/// Every option in the order of its definition, by its name; what is not known comes last.
pub(super) fn place_of(commands: &[CommandSpec], command: &str, option: &str) -> usize {
    let options = commands.iter().find(|spec| spec.name == command).map_or(&[][..], |spec| spec.options);
    options.iter().position(|spec| spec.name == option).unwrap_or(usize::MAX)
}

/// What things are called in a language, by key.
type Called = fn(&str, Language) -> String;

fn command(spec: &CommandSpec, called: Called) -> Value {
    // Discord wants required options first; the order of the arguments stays that of the definition.
    let (required, optional): (Vec<_>, Vec<_>) = spec.options.iter().partition(|option| option.required);
    let options: Vec<Value> =
        required.into_iter().chain(optional).map(|option_spec| option(spec.name, option_spec, called)).collect();
    let permissions = if spec.admins_only { Value::String(MANAGE_GUILD.to_string()) } else { Value::Null };
    json!({
        "type": 1,
        "name": spec.name,
        "name_localizations": named_in_chinese(spec.name, called),
        "description": about(spec.about, Language::En),
        "description_localizations": in_chinese(spec.about),
        "default_member_permissions": permissions,
        "contexts": [0, 1],
        "integration_types": [0],
        "options": options,
    })
}

fn option(command: &str, spec: &OptionSpec, called: Called) -> Value {
    let key = format!("{command}-{}", spec.name);
    let mut option = json!({
        "type": if matches!(spec.values, Values::Whole(..)) { 4 } else { 3 },
        "name": spec.name,
        "name_localizations": named_in_chinese(&key, called),
        "description": about(spec.about, Language::En),
        "description_localizations": in_chinese(spec.about),
        "required": spec.required,
    });
    match spec.values {
        Values::Words => {}
        Values::Topic | Values::Zone => option["autocomplete"] = Value::Bool(true),
        Values::Whole(least, most) => {
            option["min_value"] = least.into();
            option["max_value"] = most.into();
        }
        Values::OneOf(words) => {
            option["choices"] = words.iter().map(|word| choice(&format!("{key}-{word}"), word, called)).collect();
        }
    }
    option
}

fn choice(key: &str, word: &str, called: Called) -> Value {
    let name = called(key, Language::En);
    json!({ "name": name, "name_localizations": named_in_chinese(key, called), "value": word })
}

fn named_in_chinese(key: &str, called: Called) -> Value {
    let name = called(key, Language::Zh);
    json!({ "zh-CN": name, "zh-TW": name })
}

fn about(about: fn(Language) -> String, language: Language) -> String {
    cut(&about(language), ABOUT_CHARS)
}

fn in_chinese(text: fn(Language) -> String) -> Value {
    let text = about(text, Language::Zh);
    json!({ "zh-CN": text, "zh-TW": text })
}

/// Whether Discord has just these. It leaves out what is at its default, and adds fields of its own.
fn same(ours: &[Value], theirs: &[Value]) -> bool {
    let sorted = |commands: &[Value]| {
        let mut commands: Vec<Value> = commands.iter().map(essence).collect();
        commands.sort_by_key(|command| command["name"].to_string());
        commands
    };
    sorted(ours) == sorted(theirs)
}

fn essence(command: &Value) -> Value {
    let kept = [
        "type",
        "name",
        "description",
        "description_localizations",
        "name_localizations",
        "default_member_permissions",
        "contexts",
        "integration_types",
        "required",
        "autocomplete",
        "min_value",
        "max_value",
        "choices",
        "options",
        "value",
    ];
    let mut fields = Map::new();
    for key in kept {
        let value = match &command[key] {
            Value::Array(items) if items.iter().all(Value::is_object) => items.iter().map(essence).collect(),
            Value::Array(items) => {
                let mut items = items.clone();
                items.sort_by_key(Value::to_string);
                items.into()
            }
            value => value.clone(),
        };
        if !is_default(&value) {
            fields.insert(key.to_owned(), value);
        }
    }
    Value::Object(fields)
}

fn is_default(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLED: Called = |key, language| format!("{key}{}", language.code());
    const ABOUT: fn(Language) -> String = |language| format!("about {}", language.code());
    const SPECS: &[CommandSpec] = &[CommandSpec {
        name: "quiz",
        needs_role: false,
        admins_only: true,
        options: &[
            OptionSpec { name: "topic", values: Values::Topic, required: false, about: ABOUT },
            OptionSpec { name: "count", values: Values::Whole(1, 20), required: true, about: ABOUT },
            OptionSpec { name: "period", values: Values::OneOf(&["today", "all"]), required: false, about: ABOUT },
        ],
        about: ABOUT,
    }];

    #[test]
    fn a_command_says_all_that_discord_wants() {
        let command = command(&SPECS[0], CALLED);
        assert_eq!(command["default_member_permissions"], "32");
        assert_eq!(command["description_localizations"]["zh-TW"], "about zh");
        assert_eq!(command["name_localizations"]["zh-CN"], "quizzh");
        assert_eq!(command["options"][0]["name_localizations"]["zh-TW"], "quiz-countzh");
        assert_eq!(command["options"][2]["choices"][0]["name_localizations"]["zh-CN"], "quiz-period-todayzh");
        let names: Vec<_> = command["options"].as_array().unwrap().iter().map(|o| o["name"].clone()).collect();
        assert_eq!(names, ["count", "topic", "period"]);
        assert_eq!((&command["options"][0]["type"], &command["options"][0]["max_value"]), (&json!(4), &json!(20)));
        assert_eq!(command["options"][1]["autocomplete"], true);
        assert_eq!(command["options"][2]["choices"][1]["value"], "all");
    }

    #[test]
    fn what_discord_adds_is_no_change_but_what_we_change_is() {
        let ours = command(&SPECS[0], CALLED);
        let mut theirs = ours.clone();
        theirs["id"] = "5".into();
        theirs["version"] = "6".into();
        theirs["contexts"] = json!([1, 0]);
        theirs["options"][0]["choices"] = json!([]);
        theirs["options"][1].as_object_mut().unwrap().remove("required");
        assert!(same(std::slice::from_ref(&ours), std::slice::from_ref(&theirs)));
        theirs["options"][1]["description"] = "other".into();
        assert!(!same(std::slice::from_ref(&ours), &[theirs]));
        assert!(!same(&[ours], &[]));
    }

    #[test]
    fn options_are_placed_by_their_definition() {
        assert_eq!(place_of(SPECS, "quiz", "count"), 1);
        assert_eq!(place_of(SPECS, "quiz", "nonsense"), usize::MAX);
        assert_eq!(place_of(SPECS, "nonsense", "count"), usize::MAX);
    }
}
