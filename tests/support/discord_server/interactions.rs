//! Answers to interactions: one first answer within three seconds, and later ones for as long as the token lives.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    World,
    rest::{Answer, refuse, write},
    rules,
};

/// Discord gives up on an interaction that heard nothing for so long.
const DEADLINE: Duration = Duration::from_secs(3);

impl World {
    pub(super) fn callback(&mut self, id: u64, token: &str, body: &Value, query: &str) -> Answer {
        let Some(known) = self.interactions.get(&id).filter(|known| known.token == token) else {
            return refuse(404, 10062, "Unknown interaction");
        };
        if known.first.is_some() {
            return refuse(400, 40060, "Interaction has already been acknowledged.");
        }
        if known.born.elapsed() > DEADLINE {
            return refuse(404, 10062, "Unknown interaction");
        }
        let source = known.message.clone().filter(|source| source["flags"].as_u64().unwrap_or(0) & 64 != 0);
        if let Some(wrong) = rules::callback(body, source.is_some()) {
            return self.wrong(wrong);
        }
        let channel = known.channel;
        let kind = body["type"].as_u64().unwrap_or_default();
        let ephemeral = body["data"]["flags"].as_u64().unwrap_or(0) & 64 != 0;
        let mut original = match source.filter(|_| matches!(kind, 6 | 7)) {
            Some(mut source) => {
                write(&mut source, &body["data"]);
                self.rewrite(&source, &body["data"]);
                source
            }
            None => self.message_of(channel, &body["data"]),
        };
        original["loading"] = matches!(kind, 5 | 6).into();
        if kind == 4 && !ephemeral {
            self.messages.entry(channel).or_default().push(original.clone());
        }
        if let Some(known) = self.interactions.get_mut(&id) {
            known.first = Some(kind);
            known.ephemeral = ephemeral;
            known.callback = body.clone();
            known.original = matches!(kind, 4..=7).then(|| original.clone());
        }
        if query.contains("with_response=true") {
            return (
                200,
                json!({ "interaction": { "id": id.to_string() }, "resource": { "type": kind, "message": original } }),
            );
        }
        (204, Value::Null)
    }

    /// Changes a whispered message wherever it was said first.
    fn rewrite(&mut self, message: &Value, body: &Value) {
        let originals = self.interactions.values_mut().filter_map(|known| known.original.as_mut());
        originals.filter(|original| original["id"] == message["id"]).for_each(|original| write(original, body));
    }

    pub(super) fn webhook(&mut self, method: &str, token: &str, rest: &[&str], body: &Value) -> Answer {
        let Some(id) = self
            .interactions
            .iter()
            .find(|(_, known)| known.token == token && known.first.is_some())
            .map(|(id, _)| *id)
        else {
            return refuse(404, 10015, "Unknown Webhook");
        };
        if matches!(method, "PATCH" | "POST")
            && let Some(wrong) = rules::message(body)
        {
            return self.wrong(wrong);
        }
        if (method, rest) == ("POST", &[]) {
            let channel = self.interactions[&id].channel;
            let message = self.message_of(channel, body);
            if let Some(known) = self.interactions.get_mut(&id) {
                known.followups.push(message.clone());
            }
            return (200, message);
        }
        let Some(known) = self.interactions.get_mut(&id) else { return refuse(404, 10015, "Unknown Webhook") };
        let Some(original) = known.original.as_mut().filter(|_| rest == ["messages", "@original"]) else {
            return refuse(404, 10008, "Unknown Message");
        };
        match method {
            "GET" => (200, original.clone()),
            "PATCH" => {
                original["loading"] = false.into();
                write(original, body);
                let written = original.clone();
                self.rewrite(&written, body);
                (200, written)
            }
            "DELETE" => {
                known.original = None;
                (204, Value::Null)
            }
            _ => refuse(405, 0, "405: Method Not Allowed"),
        }
    }
}
