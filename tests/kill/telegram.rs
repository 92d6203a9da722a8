//! A group on Telegram that plays while the bot is killed.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};

use quizbot::clock::Clock;
use rand::{RngExt, rngs::StdRng};
use serde_json::Value;

use crate::{
    Game, TYPISTS, books,
    ledger::{Ledger, Reply, Said},
    program::Program,
    small_bank::{self, Kind, OPTIONS},
    telegram_server::{Message, Server, User, user},
};

/// Nobody answers this close to a round's end, milliseconds: the oracle wants no photo finishes.
const MARGIN_MS: i64 = 300;

/// One group and its people.
pub struct Group {
    server: Arc<Server>,
    chat: i64,
    people: Vec<User>,
    dice: StdRng,
    clock: Clock,
    game: Game,
    ledger: Ledger,
    /// Question messages that were seen, each with its round.
    questions: BTreeMap<i64, i64>,
    /// Of these, those that somebody answered.
    answered: BTreeSet<i64>,
    plans: Vec<Plan>,
    /// Every press, and when it was made.
    presses: Vec<(String, Instant)>,
    /// Every typed reply.
    replies: Vec<i64>,
    /// For each round the latest time at which somebody may answer, milliseconds UTC.
    ends_ms: BTreeMap<i64, i64>,
}

/// What somebody is about to do.
struct Plan {
    at: Instant,
    person: usize,
    message: i64,
    number: usize,
    step: Step,
}

/// One press, or one message.
enum Step {
    /// A whole answer.
    Reply(Reply),
    /// A mark at an option of the bank, not yet final.
    Toggle(usize),
    /// The marks are final.
    Done,
}

impl Group {
    /// A group whose people have not said anything yet.
    pub fn new(server: Arc<Server>, chat: i64, game: Game, dice: StdRng) -> Self {
        server.open_chat(chat);
        let people = (1..=game.people).map(|id| user(id as i64, &format!("p{id}"))).collect();
        Self {
            server,
            chat,
            people,
            dice,
            clock: Clock::System,
            game,
            ledger: Ledger::default(),
            questions: BTreeMap::new(),
            answered: BTreeSet::new(),
            plans: Vec::new(),
            presses: Vec::new(),
            replies: Vec::new(),
            ends_ms: BTreeMap::new(),
        }
    }

    /// Plays until every round has been revealed.
    pub async fn play(mut self) -> Self {
        for (_, person) in self.people.iter().enumerate().filter(|(at, _)| has_started(*at)) {
            self.server.say(person.id, person, "/start", None);
        }
        self.server.say(self.chat, &self.people[0], &format!("/quiz {}", self.game.rounds), None);
        let since = Instant::now();
        while !self.is_over() {
            assert!(since.elapsed() < self.game.patience, "the game of {} goes on and on", self.chat);
            for message in self.server.messages(self.chat) {
                self.meet(&message);
            }
            self.act();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.come_late();
        self
    }

    fn is_over(&self) -> bool {
        let played = self.ledger.rounds.len() == self.game.rounds;
        played && self.plans.is_empty() && self.questions.values().all(|round| self.is_revealed(*round))
    }

    /// Whether a question message of this round shows its solution.
    fn is_revealed(&self, round: i64) -> bool {
        let mut of_round = self.questions.iter().filter(|(_, of)| **of == round);
        self.server
            .look(|state| of_round.any(|(id, _)| state.said(self.chat).any(|m| m.id == *id && m.keyboard.is_null())))
    }

    /// Plans what people will do about a question that nobody has met yet; also about its twin.
    fn meet(&mut self, message: &Message) {
        let Some((round, number)) = round_of(&message.keyboard).zip(small_bank::number_in(&message.text)) else {
            return;
        };
        if self.questions.insert(message.id, round).is_some() {
            return;
        }
        self.ledger.rounds.insert(round, number);
        let end_ms = message.date * 1000 + self.game.quiz_seconds as i64 * 1000 - MARGIN_MS;
        self.ends_ms.entry(round).or_insert(end_ms);
        let (people, most_tries) = self.game.crowd(number);
        for person in 0..people {
            for turn in 0..self.dice.random_range(1..=most_tries) {
                let right = self.dice.random_bool(0.4);
                let mut at = Instant::now()
                    + Duration::from_millis(self.dice.random_range(0..self.game.quiz_seconds * 1000 - 800));
                for step in self.steps(Reply::to(number, right, turn + person), number) {
                    self.plans.push(Plan { at, person, message: message.id, number, step });
                    at += Duration::from_millis(self.dice.random_range(0..400));
                }
            }
        }
    }

    /// An answer to several options is many presses, some of them taken back.
    fn steps(&mut self, reply: Reply, number: usize) -> Vec<Step> {
        let Reply::Picks(picks) = &reply else { return vec![Step::Reply(reply)] };
        if small_bank::kind(number) != Kind::Multiple {
            return vec![Step::Reply(reply)];
        }
        let mut steps: Vec<Step> = picks.iter().map(|place| Step::Toggle(*place)).collect();
        if self.dice.random_bool(0.5) {
            let doubted = self.dice.random_range(0..OPTIONS.len());
            steps.insert(0, Step::Toggle(doubted));
            steps.push(Step::Toggle(doubted));
        }
        steps.push(Step::Done);
        steps
    }

    /// Does what is due. What would be too late is not done at all.
    fn act(&mut self) {
        let (due, later): (Vec<Plan>, Vec<Plan>) =
            std::mem::take(&mut self.plans).into_iter().partition(|plan| plan.at <= Instant::now());
        self.plans = later;
        for plan in due {
            let round = self.questions[&plan.message];
            if self.clock.now_ms() < self.ends_ms[&round] {
                self.answer(round, &plan);
            }
        }
    }

    /// Presses or types, and writes down what it comes to. The server queues in the order in which this is called.
    fn answer(&mut self, round: i64, plan: &Plan) {
        self.answered.insert(plan.message);
        let account = self.people[plan.person].id.to_string();
        let (message, person) = (plan.message, plan.person);
        let reply = match &plan.step {
            Step::Toggle(place) => {
                self.ledger.toggle(round, &account, *place);
                return self.press(message, person, &format!("v1:{round}:t{}", self.shown(message, *place)));
            }
            Step::Done => {
                self.press(message, person, &format!("v1:{round}:d"));
                Reply::Picks(self.ledger.marked(round, &account))
            }
            Step::Reply(reply) => reply.clone(),
        };
        match (&plan.step, &reply) {
            (Step::Reply(_), Reply::Words(words)) => {
                self.replies.push(self.server.say(self.chat, &self.people[person], words, Some(message)));
            }
            (Step::Reply(_), Reply::Picks(picks)) => {
                self.press(message, person, &format!("v1:{round}:p{}", self.shown(message, picks[0])));
            }
            _ => {}
        }
        if reply == Reply::Picks(Vec::new()) {
            return;
        }
        let most_tries = if matches!(reply, Reply::Words(_)) && has_started(person) { 3 } else { 1 };
        let (space, number) = (self.chat.to_string(), plan.number);
        self.ledger.note(Said { space, round, number, account, reply, sure: true }, most_tries);
    }

    fn press(&mut self, message: i64, person: usize, data: &str) {
        let callback = self.server.press_data(self.chat, message, &self.people[person], data);
        self.presses.push((callback, Instant::now()));
    }

    /// Where an option of the bank is shown under this question.
    fn shown(&self, message: i64, place: usize) -> usize {
        self.order(message).iter().position(|option| *option == place).expect("it is shown")
    }

    /// Which option of the bank stands where under this question: by the text above, which shows them all.
    fn order(&self, message: i64) -> Vec<usize> {
        let text = self.server.look(|state| {
            state.said(self.chat).find(|m| m.id == message).map(|m| format!("{}\n{}", m.text, m.keyboard))
        });
        order_in(&text.expect("there is such a message"))
    }

    /// Everybody presses once more, after the reveal: nothing of it may count.
    fn come_late(&mut self) {
        for (message, round) in self.questions.clone() {
            let number = self.ledger.rounds[&round];
            if small_bank::kind(number) != Kind::Single {
                continue;
            }
            for person in 0..self.people.len() {
                self.press(message, person, &format!("v1:{round}:p0"));
            }
        }
    }

    /// What its people did.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Holds what the people saw against what the bot wrote down. Gives the number of twins.
    pub async fn check(&self, program: &Program, kills: &[Instant]) -> usize {
        self.check_toasts(kills);
        for reply in &self.replies {
            let marked =
                self.server.look(|state| state.messages(self.chat).any(|m| m.id == *reply && m.reaction.is_some()));
            assert!(marked, "a typed answer that was never marked as received: {reply} in {}", self.chat);
        }
        let known = books::messages(program, "telegram", &self.chat.to_string()).await;
        let said = self.server.messages(self.chat);
        let mut twins = said.iter().filter(|message| !known.contains_key(&message.id.to_string())).count();
        let posts: BTreeSet<i64> = known.values().map(|(post, ..)| *post).collect();
        twins += known.len() - posts.len();
        for message in said.iter().filter(|message| self.questions.contains_key(&message.id)) {
            let met = self.answered.contains(&message.id) || known.contains_key(&message.id.to_string());
            assert!(!met || message.keyboard.is_null(), "a question without its reveal: {message:#?}");
        }
        for (round, number) in &self.ledger.rounds {
            let result = known.iter().find(|(_, (_, kind, of))| kind == "result" && of == round);
            let (id, _) = result.unwrap_or_else(|| panic!("question {number} has no result"));
            assert!(said.iter().any(|message| message.id.to_string() == *id), "the result of {number} is not there");
        }
        twins
    }

    /// Every press got its toast; at most the whisper of one that a kill overtook may be lost, never its answer.
    fn check_toasts(&self, kills: &[Instant]) {
        let answered: BTreeSet<String> =
            self.server.look(|state| state.answers.iter().map(|answer| answer.callback.clone()).collect());
        let silent = self.presses.iter().filter(|(callback, _)| !answered.contains(callback));
        for (callback, at) in silent {
            let overtaken = kills.iter().any(|kill| kill > at && kill.duration_since(*at) < Duration::from_secs(15));
            assert!(overtaken, "press {callback} in {} never got its toast", self.chat);
        }
    }

    /// Somebody who never answered asks for the board.
    pub async fn check_top(&self, ledger: &Ledger) {
        let watcher = user(999, "watcher");
        self.server.say(self.chat, &watcher, "/top all", None);
        let top = self.server.wait_for_text(self.chat, "– watcher 0").await;
        books::check_top(&top.text, &ledger.board(&self.chat.to_string()), |account| format!("p{account}"));
    }
}

/// Whoever has started the bot in private can be told there how it went, and so has three tries at what is typed.
fn has_started(person: usize) -> bool {
    person < TYPISTS - 1
}

/// The options in the order of the letters before them, as texts and buttons show them.
pub fn order_in(shown: &str) -> Vec<usize> {
    let mut places: Vec<(char, usize)> = Vec::new();
    for (place, option) in OPTIONS.iter().enumerate() {
        let at = ["a", "b", "c", "d"].into_iter().find(|letter| {
            [". ", ") ", " · "].iter().any(|between| shown.contains(&format!("{letter}{between}{option}")))
        });
        let letter = at.unwrap_or_else(|| panic!("no letter before {option}: {shown}"));
        places.push((letter.chars().next().expect("a letter"), place));
    }
    places.sort_unstable();
    places.into_iter().map(|(_, place)| place).collect()
}

/// The round that a keyboard is for.
pub fn round_of(keyboard: &Value) -> Option<i64> {
    let buttons = keyboard["inline_keyboard"].as_array()?.iter().filter_map(Value::as_array).flatten();
    let mut rounds = buttons.filter_map(|button| {
        let data = button["callback_data"].as_str().and_then(|data| data.split(':').nth(1));
        data.or_else(|| button["url"].as_str()?.split_once("start=").map(|(_, round)| round))?.parse().ok()
    });
    rounds.next()
}
