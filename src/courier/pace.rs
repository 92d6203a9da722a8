//! How fast a platform and each of its chats may be written to. Pure: the time is an argument.

use std::collections::{BTreeSet, HashMap, VecDeque};

use crate::{
    chat::Limits,
    quiz::ChatId,
    store::outbox::{Head, Kind},
};

/// How long a chat that is past its burst waits between two messages: what every platform bears for hours.
const STEP_MS: i64 = 1_000;

/// How long a chat's count of answers stays as it is: more often tires readers, and eats the group's minute.
const TALLY_MS: i64 = 5_000;

/// The window of a platform's overall pace.
const SECOND_MS: i64 = 1_000;

/// The window of a group's own pace.
const MINUTE_MS: i64 = 60_000;

/// The longest hold, whatever a platform asks for: a mistaken answer must not silence a chat for days.
pub(super) const MAX_HOLD_MS: i64 = 3_600_000;

/// A platform's pace.
#[derive(Debug)]
pub(super) struct Pace {
    per_group_minute: usize,
    burst: i64,
    overall: Window,
    hold: Hold,
    chats: HashMap<String, Chat>,
}

/// The pace of one chat of the platform. Topics of a chat are chats of their own with us; the platform counts them as one.
#[derive(Debug, Default)]
struct Chat {
    topics: BTreeSet<ChatId>,
    /// When the burst would be whole again: grows by a step with each message.
    rested_at_ms: i64,
    /// None for a private chat, and for one where only reactions went.
    minute: Option<Window>,
    tally_at_ms: Option<i64>,
    hold: Hold,
}

/// At most so many in any span of time. A bucket that fills steadily lets twice as many through after a rest, which
/// platforms answer with refusals.
#[derive(Debug)]
struct Window {
    span_ms: i64,
    most: usize,
    taken_at_ms: VecDeque<i64>,
}

/// Nothing goes until a time.
#[derive(Clone, Copy, Debug, Default)]
struct Hold {
    from_ms: i64,
    until_ms: i64,
}

impl Pace {
    /// A pace within these limits. Zeros are read as one: nothing would ever be sent.
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            per_group_minute: limits.per_group_minute.max(1) as usize,
            burst: i64::from(limits.burst.max(1)),
            overall: Window::new(SECOND_MS, limits.per_second.max(1) as usize),
            hold: Hold::default(),
            chats: HashMap::new(),
        }
    }

    /// Until when the platform takes nothing at all, not even whispers. None where it takes something now.
    pub(super) fn closed_until_ms(&self, now_ms: i64) -> Option<i64> {
        self.hold.until_ms(now_ms)
    }

    /// How many messages the platform takes now, all chats together.
    pub(super) fn room(&mut self, now_ms: i64) -> usize {
        if self.hold.until_ms(now_ms).is_some() { 0 } else { self.overall.room(now_ms) }
    }

    /// Chats that take no message now; for counts also those that must keep their last messages for better things.
    pub(super) fn busy(&mut self, tally: bool, now_ms: i64) -> Vec<ChatId> {
        let burst = self.burst;
        self.chats.retain(|_, chat| !chat.is_rested(now_ms, burst));
        let mut busy = Vec::new();
        for chat in self.chats.values_mut() {
            if chat.free_at_ms(tally, now_ms, burst) > now_ms {
                busy.extend(&chat.topics);
            }
        }
        busy
    }

    /// Whether this one's chat takes it now. A topic that was not seen before is remembered as one of its chat.
    pub(super) fn allows(&mut self, head: &Head, now_ms: i64) -> bool {
        if head.costs_nothing() {
            return true;
        }
        let burst = self.burst;
        let Some(chat) = self.chats.get_mut(&head.address) else { return true };
        chat.topics.insert(head.chat);
        chat.free_at_ms(head.tally, now_ms, burst) <= now_ms
    }

    /// Counts this one as sent.
    pub(super) fn take(&mut self, head: &Head, now_ms: i64) {
        if head.costs_nothing() {
            return;
        }
        let (burst, per_group_minute) = (self.burst, self.per_group_minute);
        self.overall.take(now_ms);
        let chat = self.chat(&head.address, head.chat);
        chat.rested_at_ms = chat.rested_at_ms.clamp(now_ms, now_ms + burst * STEP_MS) + STEP_MS;
        if head.tally {
            chat.tally_at_ms = Some(now_ms);
        }
        if !head.private && matches!(head.kind, Kind::Post | Kind::Edit | Kind::Whisper) {
            chat.minute.get_or_insert_with(|| Window::new(MINUTE_MS, per_group_minute)).take(now_ms);
        }
    }

    /// Nothing of the platform goes for this long.
    pub(super) fn hold(&mut self, wait_ms: i64, now_ms: i64) {
        self.hold.extend(wait_ms, now_ms);
    }

    /// Nothing goes into this chat for this long.
    pub(super) fn hold_chat(&mut self, address: &str, topic: ChatId, wait_ms: i64, now_ms: i64) {
        self.chat(address, topic).hold.extend(wait_ms, now_ms);
    }

    /// When something that is held now will go. None where nothing is.
    pub(super) fn next_at_ms(&mut self, now_ms: i64) -> Option<i64> {
        if let Some(until_ms) = self.hold.until_ms(now_ms) {
            return Some(until_ms);
        }
        let burst = self.burst;
        let chats = self.chats.values_mut();
        let times = chats.flat_map(|chat| [false, true].map(|tally| chat.free_at_ms(tally, now_ms, burst)));
        times.chain([self.overall.free_at_ms(0, now_ms)]).filter(|at_ms| *at_ms > now_ms).min()
    }

    fn chat(&mut self, address: &str, topic: ChatId) -> &mut Chat {
        let chat = self.chats.entry(address.to_owned()).or_default();
        chat.topics.insert(topic);
        chat
    }
}

impl Chat {
    /// When this chat takes a message (or a count of answers). A clock that was set back never makes it wait longer
    /// than it would have.
    fn free_at_ms(&mut self, tally: bool, now_ms: i64, burst: i64) -> i64 {
        self.rested_at_ms = self.rested_at_ms.min(now_ms + burst * STEP_MS);
        let mut free_at_ms = self.rested_at_ms - (burst - 1) * STEP_MS;
        free_at_ms = free_at_ms.max(self.hold.until_ms(now_ms).unwrap_or(now_ms));
        if let Some(minute) = &mut self.minute {
            let spare = if tally { minute.most / 4 } else { 0 };
            free_at_ms = free_at_ms.max(minute.free_at_ms(spare, now_ms));
        }
        match self.tally_at_ms {
            Some(at_ms) if tally && at_ms <= now_ms => free_at_ms.max(at_ms + TALLY_MS),
            _ => free_at_ms,
        }
    }

    /// Whether nothing need be remembered of it.
    fn is_rested(&mut self, now_ms: i64, burst: i64) -> bool {
        self.free_at_ms(true, now_ms, burst) <= now_ms
            && self.rested_at_ms <= now_ms
            && self.minute.as_ref().is_none_or(|minute| minute.taken_at_ms.is_empty())
    }
}

impl Window {
    fn new(span_ms: i64, most: usize) -> Self {
        Self { span_ms, most, taken_at_ms: VecDeque::new() }
    }

    fn room(&mut self, now_ms: i64) -> usize {
        self.forget(now_ms);
        self.most.saturating_sub(self.taken_at_ms.len())
    }

    fn take(&mut self, now_ms: i64) {
        self.forget(now_ms);
        self.taken_at_ms.push_back(now_ms);
    }

    /// When one more may go and still leave this many.
    fn free_at_ms(&mut self, spare: usize, now_ms: i64) -> i64 {
        self.forget(now_ms);
        match (self.taken_at_ms.len() + spare).checked_sub(self.most) {
            None => now_ms,
            Some(last) => self.taken_at_ms.get(last).map_or(now_ms, |at_ms| at_ms + self.span_ms),
        }
    }

    /// What lies in the future was taken before the clock was set back.
    fn forget(&mut self, now_ms: i64) {
        while self.taken_at_ms.front().is_some_and(|at_ms| at_ms + self.span_ms <= now_ms) {
            self.taken_at_ms.pop_front();
        }
        if self.taken_at_ms.back().is_some_and(|at_ms| *at_ms > now_ms) {
            self.taken_at_ms.iter_mut().for_each(|at_ms| *at_ms = now_ms.min(*at_ms));
        }
    }
}

impl Hold {
    fn extend(&mut self, wait_ms: i64, now_ms: i64) {
        let until_ms = now_ms + wait_ms.clamp(0, MAX_HOLD_MS);
        *self = Self { from_ms: now_ms, until_ms: until_ms.max(self.until_ms(now_ms).unwrap_or(until_ms)) };
    }

    /// Until when, if it holds now. A clock that was set back ends it.
    fn until_ms(&self, now_ms: i64) -> Option<i64> {
        (self.from_ms <= now_ms && now_ms < self.until_ms).then_some(self.until_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::OutboxId;

    const NOW: i64 = 1_000_000;

    fn pace(per_second: u32, per_group_minute: u32, burst: u32) -> Pace {
        Pace::new(&Limits { per_second, per_group_minute, in_flight: 8, whisper_ms: 1_000, burst })
    }

    fn head(kind: Kind, chat: i64, private: bool, tally: bool) -> Head {
        let (id, chat, address) = (OutboxId(1), ChatId(chat), format!("-{}", chat / 10));
        Head { id, chat, address, private, kind, tally, answers_handle: false }
    }

    fn post(chat: i64) -> Head {
        head(Kind::Post, chat, false, false)
    }

    /// The moments, from NOW in steps of 100 ms, at which an endless supply of this would have gone.
    fn moments(pace: &mut Pace, head: &Head, until_ms: i64) -> Vec<i64> {
        let mut moments = Vec::new();
        for at_ms in (0..until_ms).step_by(100) {
            while pace.room(NOW + at_ms) > 0 && pace.allows(head, NOW + at_ms) {
                pace.take(head, NOW + at_ms);
                moments.push(at_ms);
            }
        }
        moments
    }

    #[test]
    fn a_supply_without_end_goes_at_these_moments() {
        let private = head(Kind::Post, 10, true, false);
        let react = head(Kind::React, 10, false, false);
        let tally = head(Kind::Edit, 10, false, true);
        let table = [
            ("a burst, then one a second", (30, 20, 3), &private, 3_500, vec![0, 0, 0, 1_000, 2_000, 3_000]),
            ("the platform's second", (2, 20, 9), &private, 2_100, vec![0, 0, 1_000, 1_000, 2_000, 2_000]),
            ("a group's minute", (30, 3, 9), &post(10), 61_000, vec![0, 0, 0, 60_000, 60_000, 60_000]),
            ("no minute in private", (30, 1, 1), &private, 2_500, vec![0, 1_000, 2_000]),
            ("reactions are no messages of the minute", (30, 1, 1), &react, 2_500, vec![0, 1_000, 2_000]),
            ("a count every five seconds", (30, 20, 9), &tally, 11_000, vec![0, 5_000, 10_000]),
            ("zeros are ones", (0, 0, 0), &private, 2_500, vec![0, 1_000, 2_000]),
        ];
        for (what, (per_second, per_group_minute, burst), head, until_ms, expected) in table {
            let mut pace = pace(per_second, per_group_minute, burst);
            assert_eq!(moments(&mut pace, head, until_ms), expected, "{what}");
        }
    }

    #[test]
    fn a_count_leaves_the_last_quarter_of_the_minute() {
        let (mut pace, tally) = (pace(30, 8, 20), head(Kind::Edit, 10, false, true));
        for _ in 0..5 {
            pace.take(&post(10), NOW);
        }
        assert!(pace.allows(&tally, NOW), "three are left, two of them are the last quarter");
        pace.take(&post(10), NOW);
        assert!(!pace.allows(&tally, NOW));
        assert!(pace.allows(&post(10), NOW));
        assert_eq!(pace.busy(true, NOW), [ChatId(10)]);
        assert!(pace.busy(false, NOW).is_empty());
        assert!(pace.allows(&tally, NOW + 60_000));
    }

    #[test]
    fn topics_share_the_pace_of_their_chat() {
        let mut pace = pace(30, 20, 1);
        pace.take(&post(10), NOW);
        assert_eq!(pace.busy(false, NOW), [ChatId(10)]);
        assert!(!pace.allows(&post(11), NOW));
        assert_eq!(pace.busy(false, NOW), [ChatId(10), ChatId(11)]);
        assert!(pace.allows(&post(20), NOW), "another chat");
    }

    #[test]
    fn whispers_with_a_handle_cost_nothing() {
        let mut pace = pace(1, 1, 1);
        let whisper = Head { answers_handle: true, ..head(Kind::Whisper, 10, false, false) };
        let message = head(Kind::Whisper, 10, false, false);
        pace.take(&post(10), NOW);
        for _ in 0..100 {
            assert!(pace.allows(&whisper, NOW));
            pace.take(&whisper, NOW);
        }
        assert!(!pace.allows(&message, NOW));
        assert!(pace.room(NOW + 1_000) == 1);
    }

    #[test]
    fn holds_end_and_are_never_long() {
        let mut pace = pace(30, 20, 9);
        pace.hold_chat("-1", ChatId(10), 30_000, NOW);
        assert!(!pace.allows(&post(10), NOW + 29_999));
        assert_eq!(pace.next_at_ms(NOW), Some(NOW + 30_000));
        assert!(pace.allows(&post(10), NOW + 30_000));
        assert!(pace.allows(&post(20), NOW));
        pace.hold(i64::MAX, NOW);
        assert_eq!(pace.room(NOW), 0);
        pace.hold(5, NOW);
        assert_eq!(pace.next_at_ms(NOW), Some(NOW + MAX_HOLD_MS), "a shorter one changes nothing");
        assert_eq!(pace.room(NOW + MAX_HOLD_MS), 30);
    }

    #[test]
    fn a_clock_set_back_freezes_nothing() {
        let mut pace = pace(1, 1, 1);
        let tally = head(Kind::Edit, 10, false, true);
        pace.take(&tally, NOW);
        pace.hold_chat("-1", ChatId(10), 30_000, NOW);
        pace.hold(30_000, NOW);
        let back = NOW - 86_400_000;
        assert_eq!(pace.closed_until_ms(back), None);
        assert_eq!(pace.room(back), 0, "as if it had been taken now");
        assert_eq!(pace.room(back + 1_000), 1);
        assert!(!pace.allows(&post(10), back));
        assert!(pace.allows(&post(10), back + 60_000), "after a minute of the new time at the latest");
    }

    #[test]
    fn rested_chats_are_forgotten() {
        let mut pace = pace(1_000, 20, 3);
        for chat in 0..500 {
            pace.take(&post(chat * 10), NOW);
        }
        pace.busy(false, NOW + 59_999);
        assert_eq!(pace.chats.len(), 500);
        pace.busy(false, NOW + 60_000);
        assert!(pace.chats.is_empty());
        assert_eq!(pace.next_at_ms(NOW + 60_000), None);
    }
}
