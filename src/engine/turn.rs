//! One event's reads and gathered writes: the only way to write.

use rand::{RngExt, rngs::StdRng};

use super::{
    Settings,
    event::{Event, What},
    view::View,
};
use crate::{
    bank::Bank,
    quiz::{ChatId, Language, Platform, PostId, RoundId},
    speech::{card::Card, say::Say},
    store::{
        Writing,
        events::Sequences,
        people::{self, Account},
        places::Known,
        writes::{NewPost, Parcel, Reach, Seen, Writes},
    },
};

/// How long a whisper may wait: longer than any platform lets a press be answered.
const WHISPER_LIFE_MS: i64 = 15 * 60 * 1000;

/// How long a count waits for company before it is brought up to date.
const TALLY_WAIT_MS: i64 = 1_000;

/// What never changes while the engine runs.
pub(super) struct Fixed {
    pub(super) bank: std::sync::Arc<Bank>,
    pub(super) settings: Settings,
}

/// A turn.
pub(super) struct Turn<'a> {
    pub(super) tx: &'a mut Writing,
    pub(super) view: &'a View,
    pub(super) fixed: &'a Fixed,
    pub(super) dice: &'a mut StdRng,
    pub(super) sequences: &'a mut Sequences,
    pub(super) now_ms: i64,
    pub(super) event: &'a Event,
    /// What is to be written when the turn ends well.
    pub(super) writes: Writes,
    /// Rounds that the turn has finished: closed in a turn of their own, once this one's rows are written.
    pub(super) finished: Vec<RoundId>,
}

impl<'a> Turn<'a> {
    /// Where the event happened.
    pub(super) fn place(&self) -> Option<&'a Known> {
        self.view.place(self.event)
    }

    /// Who did it.
    pub(super) fn account(&self) -> Option<&'a Account> {
        self.view.account(self.event)
    }

    /// The sender's name as it is now: what was kept may be an older one.
    pub(super) fn name(&self) -> String {
        self.event.from.as_ref().map(|from| crate::quiz::name::shown(&from.name)).unwrap_or_default()
    }

    /// The platform's time of the event, or else now.
    pub(super) fn at_ms(&self) -> i64 {
        self.event.at_ms.unwrap_or(self.now_ms)
    }

    /// The language of the group here.
    pub(super) fn language(&self) -> Language {
        self.place().map_or(self.fixed.settings.language, |place| place.language)
    }

    /// A random number that nobody guesses: the name of a round or a post.
    pub(super) fn random_id(&mut self) -> i64 {
        self.dice.random_range(1..=i64::MAX)
    }

    /// Wakes a chat that speaks, remembers its newest message, and where and under which name a person can be met.
    pub(super) fn notice(&mut self) {
        let Some(place) = self.place() else { return };
        if place.asleep || !place.awake {
            self.writes.reach.push(Reach { chat: Some(place.chat), space: Some(place.space), awake: true });
        }
        // A press names a message of ours: it tells nothing of what was said before.
        let said = self.event.message.as_ref().filter(|_| !matches!(self.event.what, What::Press { .. }));
        if let Some(message) = said.filter(|id| id.bytes().all(|b| b.is_ascii_digit())).cloned() {
            self.writes.seen.push(Seen { chat: place.chat, message });
        }
        let (Some(account), Some(from)) = (self.account(), &self.event.from) else { return };
        let name = crate::quiz::name::shown(&from.name);
        let private = if place.private { Some(place.chat) } else { account.private_chat };
        if name != account.name || private != account.private_chat {
            let private_chat = private.map(|chat| chat.0);
            self.writes.accounts.push(people::Change { id: account.id.0, name, private_chat });
        }
    }

    /// Answers the asker, and nobody else where the platform can do that: confirmations and complaints.
    pub(super) fn tell(&mut self, say: &Say) {
        let card = say.card(self.language());
        self.tell_card(&card);
    }

    /// Answers the asker that it can't be done, and ends the turn with nothing else.
    pub(super) fn refuse(&mut self, say: &Say) -> anyhow::Result<()> {
        self.tell(say);
        Ok(())
    }

    /// Answers the asker with a card.
    pub(super) fn tell_card(&mut self, card: &Card) {
        if !self.whisper(card) {
            self.show(card);
        }
    }

    /// Says something that only needs saying where the platform shows the person that it waits.
    pub(super) fn acknowledge(&mut self, say: &Say) {
        if self.event.handle.as_ref().is_some_and(|handle| handle.awaited) {
            let card = say.card(self.language());
            self.whisper(&card);
        }
    }

    /// Answers for all to see, as a reply.
    pub(super) fn show(&mut self, card: &Card) {
        let (Some(place), Some(at)) = (self.place(), &self.event.place) else { return };
        let platform = at.chat.platform.clone();
        let mut parcel = self.post("reply", None, place.chat, &platform, card);
        parcel.message = self.event.message.clone().unwrap_or_default();
        parcel.handle = self.event.handle.as_ref().map(|handle| handle.id.clone()).unwrap_or_default();
        self.writes.parcels.push(parcel);
    }

    /// Tells one person alone what nobody else may see. Where that can't be done, the message is only marked as
    /// received, and the reveal will tell.
    pub(super) fn tell_alone(&mut self, card: &Card) {
        let (Some(place), Some(at)) = (self.place(), &self.event.place) else { return };
        if self.whisper(card) {
            return;
        }
        if place.private {
            return self.show(card);
        }
        let platform = at.chat.platform.clone();
        self.react(place.chat, &platform);
        if let Some(chat) = self.account().and_then(|account| account.private_chat) {
            let parcel = self.post("reply", None, chat, &platform, card);
            self.writes.parcels.push(parcel);
        }
    }

    /// Whether this person can be told something alone.
    pub(super) fn can_be_told_alone(&self) -> bool {
        self.event.handle.is_some()
            || self.place().is_some_and(|place| place.private)
            || self.account().is_some_and(|account| account.private_chat.is_some())
    }

    fn whisper(&mut self, card: &Card) -> bool {
        let (Some(place), Some(at), Some(handle)) = (self.place(), &self.event.place, &self.event.handle) else {
            return false;
        };
        self.writes.parcels.push(Parcel {
            platform: at.chat.platform.to_string(),
            lane: format!("whisper:{}", self.event.key),
            kind: "whisper",
            post: None,
            chat: place.chat,
            card: written(card),
            handle: handle.id.clone(),
            message: String::new(),
            tally: false,
            not_before_ms: 0,
            expires_at_ms: Some(self.now_ms + WHISPER_LIFE_MS),
        });
        true
    }

    fn react(&mut self, chat: ChatId, platform: &Platform) {
        let Some(message) = self.event.message.clone() else { return };
        let mut parcel = parcel("react", chat, platform, String::new());
        parcel.message = message;
        self.writes.parcels.push(parcel);
    }

    /// Gathers a new post; its parcel may still be completed before it is pushed.
    pub(super) fn post(
        &mut self,
        kind: &'static str,
        round: Option<RoundId>,
        chat: ChatId,
        platform: &Platform,
        card: &Card,
    ) -> Parcel {
        let id = PostId(self.random_id());
        self.writes.new_posts.push(NewPost { id, chat, kind, round, at_ms: self.now_ms });
        Parcel { post: Some(id), ..parcel("post", chat, platform, written(card)) }
    }

    /// Gathers a change of a post.
    pub(super) fn edit(&mut self, post: PostId, chat: ChatId, platform: &Platform, card: &Card) {
        let parcel = Parcel { post: Some(post), ..parcel("edit", chat, platform, written(card)) };
        self.writes.parcels.push(parcel);
    }

    /// Gathers a change of a post that only brings a count up to date.
    pub(super) fn edit_tally(&mut self, post: PostId, chat: ChatId, platform: &Platform, card: &Card) {
        let not_before_ms = self.now_ms + TALLY_WAIT_MS;
        let parcel = parcel("edit", chat, platform, written(card));
        self.writes.parcels.push(Parcel { post: Some(post), tally: true, not_before_ms, ..parcel });
    }
}

fn parcel(kind: &'static str, chat: ChatId, platform: &Platform, card: String) -> Parcel {
    Parcel {
        platform: platform.to_string(),
        lane: format!("chat:{chat}"),
        kind,
        post: None,
        chat,
        card,
        handle: String::new(),
        message: String::new(),
        tally: false,
        not_before_ms: 0,
        expires_at_ms: None,
    }
}

fn written(card: &Card) -> String {
    serde_json::to_string(card).expect("a card is plain data")
}
