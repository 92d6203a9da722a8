//! What the turns of a run read together: loaded once, with a handful of statements.

use std::collections::{HashMap, HashSet};

use super::{
    Settings,
    commands::hint,
    event::{ChatRef, Event, Press, What},
};
use crate::{
    quiz::{AccountId, ChatId, GroupId, Language, PlayerId, RoundId, name, score::Streak},
    store::{
        self, Writing,
        answers::{self, Past, Seat},
        events::Sequences,
        people::{self, Account, AccountRef},
        places::{self, Known, Newcomer},
        posts::{self, RepliedTo},
        rounds::{self, Round},
        writes::Writes,
    },
};

/// The shared reads of a run of turns; later turns see what earlier ones gathered.
#[derive(Debug, Default)]
pub(super) struct View {
    pub(super) places: HashMap<ChatRef, Known>,
    pub(super) accounts: HashMap<AccountRef, Account>,
    pub(super) rounds: HashMap<RoundId, Round>,
    replied: HashMap<RepliedTo, RoundId>,
    open_in: HashMap<ChatId, Vec<RoundId>>,
    pub(super) history: HashMap<Seat, Vec<Past>>,
    pub(super) hinted: HashSet<Seat>,
    pub(super) drafts: HashMap<(RoundId, AccountId), Vec<usize>>,
    pub(super) streaks: HashMap<(GroupId, PlayerId), Streak>,
}

/// The account that an event comes from.
pub(super) fn account_of(event: &Event) -> Option<AccountRef> {
    let (place, from) = (event.place.as_ref()?, event.from.as_ref()?);
    Some(AccountRef { platform: place.chat.platform.clone(), address: from.account.clone() })
}

fn replied_to(event: &Event) -> Option<RepliedTo> {
    let What::Reply { to: Some(message), .. } = &event.what else { return None };
    let chat = &event.place.as_ref()?.chat;
    Some(RepliedTo { platform: chat.platform.to_string(), address: chat.chat.clone(), message: message.clone() })
}

/// Whether it is about the questions that are open in its chat, whichever they are.
fn is_unaddressed(event: &Event) -> bool {
    match &event.what {
        What::Reply { round: None, .. } => true,
        What::Command { name, .. } => name == hint::NAME,
        _ => false,
    }
}

impl View {
    /// Loads what these events will need, and takes in chats and people that are new.
    pub(super) async fn load(
        tx: &mut Writing,
        events: &[&Event],
        sequences: &mut Sequences,
        settings: &Settings,
        now_ms: i64,
    ) -> store::Result<Self> {
        let mut view = Self::default();
        view.load_places(tx, events, settings, now_ms).await?;
        view.load_accounts(tx, events, sequences, now_ms).await?;
        view.load_rounds(tx, events, now_ms).await?;
        view.load_seats(tx, events).await?;
        Ok(view)
    }

    async fn load_places(
        &mut self,
        tx: &mut Writing,
        events: &[&Event],
        settings: &Settings,
        now_ms: i64,
    ) -> store::Result<()> {
        let mut chats: Vec<&ChatRef> = events.iter().filter_map(|event| Some(&event.place.as_ref()?.chat)).collect();
        chats.sort_unstable();
        chats.dedup();
        if chats.is_empty() {
            return Ok(());
        }
        self.places = places::find(tx, &chats).await?;
        let mut introduced = false;
        for event in events {
            let Some(place) = event.place.as_ref().filter(|place| !self.places.contains_key(&place.chat)) else {
                continue;
            };
            // A chat that is only leaving or moving need not be taken in first.
            if matches!(event.what, What::Gone | What::Moved { .. }) {
                continue;
            }
            let spoken = event.from.as_ref().filter(|_| place.private).and_then(|from| from.locale.as_deref());
            let language = spoken.and_then(Language::from_code).unwrap_or(settings.language);
            let (space, chat, title) = (&place.space, &place.chat, place.title.as_str());
            let new = Newcomer { space, chat, private: place.private, title, language, zone: settings.zone };
            places::introduce(tx, new, now_ms).await?;
            introduced = true;
        }
        if introduced {
            self.places = places::find(tx, &chats).await?;
        }
        Ok(())
    }

    async fn load_accounts(
        &mut self,
        tx: &mut Writing,
        events: &[&Event],
        sequences: &mut Sequences,
        now_ms: i64,
    ) -> store::Result<()> {
        let people: Vec<(AccountRef, &Event)> = events.iter().filter_map(|e| Some((account_of(e)?, *e))).collect();
        let mut wanted: Vec<&AccountRef> = people.iter().map(|(account, _)| account).collect();
        wanted.sort_unstable_by(|a, b| (a.platform.as_str(), &a.address).cmp(&(b.platform.as_str(), &b.address)));
        wanted.dedup();
        if wanted.is_empty() {
            return Ok(());
        }
        self.accounts = people::find(tx, &wanted).await?;
        let mut new: HashMap<&AccountRef, String> = HashMap::new();
        let mut order = Vec::new();
        for (account, event) in &people {
            if !self.accounts.contains_key(account)
                && let Some(from) = &event.from
                && new.insert(account, name::shown(&from.name)).is_none()
            {
                order.push(account);
            }
        }
        if !new.is_empty() {
            let rows: Vec<(&AccountRef, String)> = order.into_iter().map(|who| (who, new[who].clone())).collect();
            self.accounts.extend(people::introduce(tx, &rows, sequences, now_ms).await?);
        }
        Ok(())
    }

    async fn load_rounds(&mut self, tx: &mut Writing, events: &[&Event], now_ms: i64) -> store::Result<()> {
        let replied: Vec<RepliedTo> = events.iter().filter_map(|event| replied_to(event)).collect();
        if !replied.is_empty() {
            self.replied = posts::of_messages(tx, &replied).await?;
        }
        let unaddressed = events.iter().filter(|event| is_unaddressed(event));
        let mut chats: Vec<ChatId> = unaddressed.filter_map(|event| Some(self.place(event)?.chat)).collect();
        chats.sort_unstable();
        chats.dedup();
        if !chats.is_empty() {
            for (chat, round) in rounds::open_in(tx, &chats, now_ms).await? {
                self.open_in.entry(chat).or_default().push(round);
            }
        }
        let mut ids: Vec<RoundId> = events.iter().flat_map(|event| self.candidates(event)).collect();
        ids.sort_unstable();
        ids.dedup();
        if !ids.is_empty() {
            self.rounds = rounds::load(tx, &ids).await?;
        }
        Ok(())
    }

    async fn load_seats(&mut self, tx: &mut Writing, events: &[&Event]) -> store::Result<()> {
        let (mut seats, mut streaks, mut drafts) = (HashSet::new(), HashSet::new(), HashSet::new());
        for event in events {
            let Some(account) = self.account(event) else { continue };
            for round in self.candidates(event).iter().filter_map(|id| self.rounds.get(id)) {
                seats.insert(Seat { round: round.id, player: account.player });
                if round.daily_number.is_some() {
                    streaks.insert((round.group, account.player));
                }
                if matches!(event.what, What::Press { press: Press::Toggle(_) | Press::Undo | Press::Done, .. }) {
                    drafts.insert((round.id, account.id));
                }
            }
        }
        let seats: Vec<Seat> = seats.into_iter().collect();
        if !seats.is_empty() {
            self.history = answers::history(tx, &seats).await?;
            self.hinted = answers::hinted(tx, &seats).await?;
        }
        if !streaks.is_empty() {
            self.streaks = answers::streaks(tx, &streaks.into_iter().collect::<Vec<_>>()).await?;
        }
        if !drafts.is_empty() {
            self.drafts = answers::drafts(tx, &drafts.into_iter().collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    /// Where the event happened.
    pub(super) fn place(&self, event: &Event) -> Option<&Known> {
        self.places.get(&event.place.as_ref()?.chat)
    }

    /// Who did it.
    pub(super) fn account(&self, event: &Event) -> Option<&Account> {
        self.accounts.get(&account_of(event)?)
    }

    /// The rounds that an answer may be for, the likeliest first: the one that it names, the one replied to, or, where
    /// it names none, those open in its chat (in a group only where the reply is to no message at all).
    pub(super) fn candidates(&self, event: &Event) -> Vec<RoundId> {
        match &event.what {
            What::Press { round, .. } | What::Reply { round: Some(round), .. } => vec![*round],
            What::Reply { to, .. } => {
                if let Some(round) = replied_to(event).and_then(|message| self.replied.get(&message)) {
                    return vec![*round];
                }
                let private = event.place.as_ref().is_some_and(|place| place.private);
                let open = self.place(event).and_then(|place| self.open_in.get(&place.chat));
                if to.is_none() || private { open.cloned().unwrap_or_default() } else { Vec::new() }
            }
            _ if is_unaddressed(event) => {
                self.place(event).and_then(|place| self.open_in.get(&place.chat)).cloned().unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Takes over what a turn gathered, so that the next one sees it.
    pub(super) fn absorb(&mut self, writes: &Writes) {
        for new in &writes.answers {
            let seat = Seat { round: new.round, player: new.player };
            let past = self.history.entry(seat).or_default();
            let first = !past.iter().any(|past| past.verdict != "close");
            if let Some(round) = self.rounds.get_mut(&new.round).filter(|_| first && new.verdict != "close") {
                round.answered += 1;
            }
            past.push(Past {
                account: new.account,
                attempt: new.attempt,
                said: new.said.clone(),
                picks: new.picks.as_ref().and_then(|picks| serde_json::from_str(picks).ok()),
                verdict: new.verdict.to_owned(),
                credit: new.credit,
                points: new.points,
                bonus: new.bonus,
            });
            self.drafts.remove(&(new.round, new.account));
        }
        for new in &writes.streaks {
            let streak = Streak { last: new.last, length: new.length, best: new.best };
            self.streaks.insert((new.group, new.player), streak);
        }
        for draft in &writes.drafts {
            self.drafts.insert((draft.round, draft.account), serde_json::from_str(&draft.picks).unwrap_or_default());
        }
        self.hinted.extend(writes.hints.iter().map(|hint| Seat { round: hint.round, player: hint.player }));
        for change in &writes.accounts {
            if let Some(account) = self.accounts.values_mut().find(|account| account.id.0 == change.id) {
                account.private_chat = change.private_chat.map(ChatId);
                account.name.clone_from(&change.name);
            }
        }
    }
}
