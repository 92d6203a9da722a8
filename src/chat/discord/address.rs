//! Addresses and times as Discord has them: snowflakes, guilds, channels, and the handles of interactions.

use crate::engine::event::{ChatRef, Place, Platform, SpaceRef};

/// The platform's name.
pub(super) const NAME: &str = "discord";

/// Discord's ids count from here, milliseconds UTC.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// The time that an id was made at, milliseconds UTC.
pub(super) fn time_of(snowflake: u64) -> i64 {
    (snowflake >> 22) as i64 + EPOCH_MS
}

/// The lowest id of a time, milliseconds UTC: sets what has no id of its own among what has.
pub(super) fn snowflake_at(at_ms: i64) -> u64 {
    ((at_ms - EPOCH_MS).max(0) as u64) << 22
}

/// A channel of a guild, or a private chat where there is no guild.
pub(super) fn place(guild: Option<u64>, channel: u64, title: &str) -> Place {
    let platform = Platform::new(NAME);
    let space = guild.map_or_else(|| format!("dm:{channel}"), |guild| guild.to_string());
    Place {
        space: SpaceRef { platform: platform.clone(), id: space },
        chat: ChatRef { platform, chat: channel.to_string(), thread: String::new() },
        private: guild.is_none(),
        title: title.to_owned(),
    }
}

/// An id, where the text is one.
pub(super) fn id(text: &str) -> Option<u64> {
    text.parse().ok().filter(|id| *id > 0)
}

/// How an interaction is answered: `kind:application:interaction:token`; the kind is `i`, or `w` where it came from a
/// message that only its person sees.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Answering {
    /// The interaction.
    pub(super) interaction: u64,
    /// The bot's own application, part of the way to later answers.
    pub(super) application: u64,
    /// Good for 15 minutes.
    pub(super) token: String,
    /// Whether it came from a message that only its person sees: that message is changed by the answer.
    pub(super) whispered: bool,
}

impl Answering {
    /// As the engine keeps it.
    pub(super) fn handle(&self) -> String {
        let kind = if self.whispered { 'w' } else { 'i' };
        format!("{kind}:{}:{}:{}", self.application, self.interaction, self.token)
    }

    /// Reads it back.
    pub(super) fn read(handle: &str) -> Option<Self> {
        let mut parts = handle.splitn(4, ':');
        let whispered = match parts.next()? {
            "i" => false,
            "w" => true,
            _ => return None,
        };
        let (application, interaction) = (id(parts.next()?)?, id(parts.next()?)?);
        let token = parts.next().filter(|token| is_token(token))?.to_owned();
        Some(Self { interaction, application, token, whispered })
    }

    /// Where the first answer goes.
    pub(super) fn callback(&self) -> String {
        format!("/interactions/{}/{}/callback", self.interaction, self.token)
    }

    /// Where later answers go.
    pub(super) fn followups(&self) -> String {
        format!("/webhooks/{}/{}", self.application, self.token)
    }

    /// The first answer itself.
    pub(super) fn original(&self) -> String {
        format!("{}/messages/@original", self.followups())
    }
}

fn is_token(token: &str) -> bool {
    !token.is_empty() && token.chars().all(|c| c.is_ascii_alphanumeric() || "-_.=:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_its_time() {
        assert_eq!(time_of(175_928_847_299_117_063), 1_462_015_105_796);
        assert_eq!(time_of(snowflake_at(1_462_015_105_796)), 1_462_015_105_796);
    }

    #[test]
    fn handles_are_read_back_and_forged_ones_are_not() {
        for whispered in [false, true] {
            let answering = Answering { interaction: 5, application: 6, token: "aW50-_.=".into(), whispered };
            assert_eq!(Answering::read(&answering.handle()), Some(answering));
        }
        for forged in ["", "i:5:6", "i:5:6:", "x:5:6:t", "i:5:0:t", "i:5:6:../../channels"] {
            assert_eq!(Answering::read(forged), None, "{forged}");
        }
    }

    #[test]
    fn a_private_chat_is_a_space_of_its_own() {
        let private = place(None, 7, "");
        assert_eq!((private.space.id.as_str(), private.private), ("dm:7", true));
        assert_eq!(place(Some(3), 7, "").space.id, "3");
    }
}
