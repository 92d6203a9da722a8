//! Replies that a group has decided to be right: what counts as the same reply, and what more is right because of them.

use super::{Kind, Question, Reply, number};
use crate::quiz::{
    Verdict,
    judge::{Known, normalize::Form},
};

/// What makes two replies the same: case, width, spacing, script and meaningless punctuation don't matter.
pub fn form(said: &str) -> String {
    let form = Form::of(said);
    let comparable = form.in_simple();
    if comparable.is_empty() { form.tidy } else { comparable.to_owned() }
}

impl Question {
    /// Whether a judgement of a reply to it can be disputed: of words, and not of what was picked.
    pub fn is_disputable(&self) -> bool {
        matches!(self.kind, Kind::Number { .. } | Kind::Text { .. } | Kind::Open { .. })
    }

    /// What the reply is worth where these replies are right answers too.
    pub fn judge_with(&self, reply: &Reply, aliases: &[String], known: &Known) -> Verdict {
        let Reply::Words(words) = reply else { return self.judge(reply, known) };
        if !self.is_disputable() || aliases.is_empty() {
            return self.judge(reply, known);
        }
        let said = form(words);
        if aliases.iter().any(|alias| form(alias) == said) {
            return Verdict::Right;
        }
        let judged = self.judge(reply, known);
        let is_alias = judged != Verdict::Right && aliases.iter().any(|alias| self.means(alias, reply, known));
        if is_alias { Verdict::Right } else { judged }
    }

    /// Whether the reply would be right if this alias were the key.
    fn means(&self, alias: &str, reply: &Reply, known: &Known) -> bool {
        let kind = match &self.kind {
            Kind::Number { tolerance, unit, .. } => {
                let Some(answer) = number::reading(alias, unit.as_ref()) else { return false };
                Kind::Number { answer, tolerance: *tolerance, unit: unit.clone() }
            }
            Kind::Text { reject, close, typos, .. } => Kind::Text {
                accept: vec![alias.to_owned()],
                reject: reject.clone(),
                close: close.clone(),
                typos: *typos,
            },
            // An explanation that says something else is another explanation.
            _ => return false,
        };
        Self { kind, ..self.clone() }.judge(reply, known) == Verdict::Right
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::question::Text;

    fn question(kind: Kind) -> Question {
        let text = Text::same("?");
        Question {
            id: "a/b/c".into(),
            topic: "a/b".into(),
            topic_name: text.clone(),
            difficulty: 1,
            prompt: text,
            kind,
            shuffle: true,
            explanation: None,
            sources: Vec::new(),
            tags: Vec::new(),
            hint: None,
        }
    }

    fn verdict(question: &Question, said: &str, aliases: &[&str]) -> Verdict {
        let aliases: Vec<String> = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        question.judge_with(&Reply::Words(said.to_owned()), &aliases, &Known::default())
    }

    #[test]
    fn the_same_reply_in_other_letters_is_the_same() {
        assert_eq!(form("Write  Lock."), form("ｗｒｉｔｅ lock."));
        assert_eq!(form("樂觀鎖"), form("乐观 锁"));
        assert_ne!(form("write lock"), form("read lock"));
        assert_eq!(form("、"), "、", "nothing is left of it, but it is a reply");
    }

    #[test]
    fn an_alias_of_words_is_accepted_as_the_author_s_own_would_be() {
        let kind = Kind::Text {
            accept: vec!["exclusive lock".into()],
            reject: vec!["shared lock".into()],
            close: vec![],
            typos: true,
        };
        let question = question(kind);
        assert_eq!(verdict(&question, "write lock", &[]), Verdict::Wrong);
        for said in ["Write Lock", "I think it's write lock", "a write lock", "exclusive lock"] {
            assert_eq!(verdict(&question, said, &["write lock"]), Verdict::Right, "{said}");
        }
        assert_eq!(verdict(&question, "not a write lock", &["write lock"]), Verdict::Wrong);
        assert_eq!(verdict(&question, "shared lock", &["write lock"]), Verdict::Wrong);
        assert_eq!(
            verdict(&question, "shared lock", &["shared lock"]),
            Verdict::Right,
            "people decide over the author"
        );
    }

    #[test]
    fn an_alias_of_a_number_is_its_value() {
        let unit = Some(Text::same("ms"));
        let question = question(Kind::Number { answer: 2000.0, tolerance: 0.0, unit });
        for said in ["2048", "2048 ms", "2.048 s", "2000"] {
            assert_eq!(verdict(&question, said, &["2048 ms"]), Verdict::Right, "{said}");
        }
        assert_eq!(verdict(&question, "2049", &["2048 ms"]), Verdict::Wrong);
        assert_eq!(
            verdict(&question, "1000", &["about two or three"]),
            Verdict::Wrong,
            "no number: the same words only"
        );
        assert_eq!(verdict(&question, "about two or three", &["about two or three"]), Verdict::Right);
    }

    #[test]
    fn an_alias_of_an_explanation_is_these_words() {
        let question = question(Kind::Open { model: Text::same("m"), points: vec![], traps: vec![] });
        assert!(question.is_disputable());
        assert_eq!(verdict(&question, "Because  of THAT.", &["because of that."]), Verdict::Right);
        assert_ne!(verdict(&question, "because of this", &["because of that"]), Verdict::Right);
    }

    #[test]
    fn picks_are_not_disputed() {
        let question = question(Kind::Truth { answer: true });
        assert!(!question.is_disputable());
        assert_eq!(question.judge_with(&Reply::Picks(vec![1]), &["b".into()], &Known::default()), Verdict::Wrong);
    }
}
