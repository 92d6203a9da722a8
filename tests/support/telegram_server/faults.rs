//! What can go wrong on demand.

use std::time::Duration;

use super::{Server, State};

/// A fault of one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// 429, with the seconds to wait.
    TooMany(u64),
    /// This code and description.
    Refuse(u16, String),
    /// A page instead of JSON, with this status.
    Html(u16),
    /// Status 200 with this body.
    Raw(String),
    /// The connection breaks, and nothing was done.
    DropBefore,
    /// The connection breaks after it was done.
    DropAfter,
    /// The answer takes this long.
    Slow(Duration),
}

impl Server {
    /// The next `times` requests of this method fail so.
    pub fn fail(&self, method: &str, fault: Fault, times: usize) {
        self.change(|state| state.faults.push((method.to_lowercase(), fault, times)));
    }

    /// From now on this chat refuses every message and edit with this code and description.
    pub fn refuse(&self, chat: i64, code: u16, description: &str) {
        self.change(|state| state.chat(chat).refusal = Some((code, description.to_owned())));
    }

    /// The chat takes messages again.
    pub fn allow(&self, chat: i64) {
        self.change(|state| state.chat(chat).refusal = None);
    }

    /// Every callback that waits for an answer is too old now.
    pub fn expire_callbacks(&self) {
        self.change(|state| state.callbacks.values_mut().for_each(|open| *open = false));
    }

    /// The network's way: every request arrives this late, and its answer once more.
    pub fn lag(&self, way: Duration) {
        self.change(|state| state.way = way);
    }

    /// Does what the official server does to whoever repeats an offset within half a second: one update at most.
    pub fn be_stingy(&self) {
        self.change(|state| state.stingy = true);
    }

    /// Holds senders to this many messages and edits a minute in a group, and a second over all chats.
    pub fn hold_to_pace(&self, per_group_minute: usize, per_second: usize) {
        self.change(|state| state.pace = Some((per_group_minute, per_second)));
    }
}

impl State {
    pub(crate) fn take_fault(&mut self, method: &str) -> Option<Fault> {
        let place = self.faults.iter().position(|(of, _, _)| of == method)?;
        let (_, fault, times) = &mut self.faults[place];
        let fault = fault.clone();
        *times -= 1;
        if *times == 0 {
            self.faults.remove(place);
        }
        Some(fault)
    }
}
