//! A bot's token: from a key, a variable or a file; checked for its form and never shown.

use std::{fs::File, io::Read, path::Path};

use secrecy::SecretString;

use super::source::{Given, Place, Source, quoted, variable};

/// How much of a token file is read, bytes.
const FILE_BYTES: u64 = 4096;

/// What a platform's tokens look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `123456789:AA…`.
    Telegram,
    /// Three parts joined by dots.
    Discord,
}

impl Form {
    fn fits(self, token: &str, own_server: bool) -> bool {
        let word =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        match self {
            Self::Telegram => token.split_once(':').is_some_and(|(id, secret)| {
                !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) && word(secret)
            }),
            // Test servers take any token, but it has to fit into a header.
            Self::Discord if own_server => token.chars().all(|c| c.is_ascii_graphic()),
            Self::Discord => token.split('.').count() == 3 && token.split('.').all(word),
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Telegram => "digits, a colon and letters, as @BotFather on Telegram gives it (/newbot, or /token)",
            Self::Discord => {
                "three parts joined by dots, as https://discord.com/developers/applications gives it \
                 (your application, page Bot, Reset Token; not the client secret, not the public key)"
            }
        }
    }
}

/// The token of a platform; None where there is none, or it is refused.
pub(super) fn read(source: &mut Source, table: &'static str, form: Form, own_server: bool) -> Option<SecretString> {
    let token = source.text(table, "token");
    let file = source.text(table, "token_file");
    let given = match (token, file) {
        (None, None) => return None,
        (Some(token), None) => token,
        (None, Some(file)) => from_file(source, table, file)?,
        (Some(token), Some(file)) => match (&token.place, &file.place) {
            (Place::Variable(_), Place::File(..)) => token,
            (Place::File(..), Place::Variable(_)) => from_file(source, table, file)?,
            _ => {
                source
                    .refuse(&file.place, format!("`{table}.token` and `{table}.token_file` are both given; keep one"));
                return None;
            }
        },
    };
    if form.fits(&given.value, own_server) {
        return Some(SecretString::from(given.value));
    }
    let (name, expected) = (variable(table, "token"), form.expected());
    source.refuse(
        &given.place,
        format!("this is not a token for {table}; expected {expected}. Set it as {name} or as `{table}.token`"),
    );
    None
}

fn from_file(source: &mut Source, table: &str, file: Given<String>) -> Option<Given<String>> {
    let Given { value: path, place } = file;
    let trouble = match contents(Path::new(&path)) {
        Ok(text) if !text.trim().is_empty() => return Some(Given { value: text.trim().to_owned(), place }),
        Ok(_) => "it is empty".to_owned(),
        Err(error) => error.to_string(),
    };
    source.refuse(&place, format!("`{table}.token_file` names {}, which can't be read: {trouble}", quoted(&path)));
    None
}

fn contents(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(FILE_BYTES).read_to_string(&mut text)?;
    Ok(text)
}
