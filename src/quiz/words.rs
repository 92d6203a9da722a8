//! Words that people type in place of the ones in the help.

use super::Language;

/// Reads a language's code, or its name in either language.
pub fn language(word: &str) -> Option<Language> {
    match word.to_lowercase().as_str() {
        "english" | "英文" | "英语" => Some(Language::En),
        "chinese" | "中文" | "汉语" | "简体中文" => Some(Language::Zh),
        code => Language::from_code(code),
    }
}

/// Reads who is to decide: true for players, false for admins.
pub fn are_players(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "players" | "player" | "玩家" | "大家" => Some(true),
        "admins" | "admin" | "管理员" => Some(false),
        _ => None,
    }
}

/// Whether something is to be switched off.
pub fn is_off(word: &str) -> bool {
    ["off", "关", "关闭", "取消"].contains(&word.to_lowercase().as_str())
}
