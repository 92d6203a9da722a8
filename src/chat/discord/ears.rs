//! What serenity calls, and what is done on the program's own threads with what it heard.

use std::sync::Arc;

use serde_json::{Value, json};
use serenity::all::{
    CommandInteraction, ComponentInteraction, ConnectionStage, Context, Event as GatewayEvent, EventHandler,
    Interaction, RawEventHandler, ShardStageUpdateEvent, async_trait,
};
use tokio::sync::mpsc;

use super::{
    Desk,
    address::Answering,
    answers::defer,
    components::{self, FORM_CHARS, cut},
    custom_id::{CustomId, Form},
    guilds,
    queue::Signal,
    suggest,
    translate::{self, Asked},
};
use crate::engine::event::Event;

/// What serenity tells of a shard.
#[derive(Debug)]
pub(super) enum Heard {
    /// Something happened.
    Event(u32, Box<GatewayEvent>),
    /// Its connection is being made anew.
    Down(u32),
}

/// The ears of one session: they only pass on. serenity keeps them as long as a shard runs, which is counted.
#[derive(Clone)]
pub(super) struct Ears(pub(super) mpsc::Sender<Heard>);

#[async_trait]
impl RawEventHandler for Ears {
    async fn raw_event(&self, context: Context, event: GatewayEvent) {
        // Nobody listens any more once the session is over.
        _ = self.0.send(Heard::Event(context.shard_id.0, Box::new(event))).await;
    }
}

#[async_trait]
impl EventHandler for Ears {
    async fn shard_stage_update(&self, _: Context, update: ShardStageUpdateEvent) {
        if update.new != ConnectionStage::Connected {
            _ = self.0.send(Heard::Down(update.shard_id.0)).await;
        }
    }
}

/// Listens until the session's thread ends.
pub(super) async fn hear(desk: &Arc<Desk>, line: &mpsc::Sender<Signal>, heard: &mut mpsc::Receiver<Heard>) {
    let listener = Listener { desk: desk.clone(), line: line.clone() };
    while let Some(heard) = heard.recv().await {
        match heard {
            Heard::Down(shard) => desk.link.down(shard),
            Heard::Event(shard, event) => listener.event(shard, *event).await,
        }
    }
}

/// Sorts what was heard: facts go to the queue, what carries none is answered in place.
#[derive(Clone)]
struct Listener {
    desk: Arc<Desk>,
    line: mpsc::Sender<Signal>,
}

impl Listener {
    async fn event(&self, shard: u32, event: GatewayEvent) {
        match event {
            GatewayEvent::Ready(_) => {
                let number = self.desk.link.ready(shard);
                self.say(Signal::Ready(number)).await;
            }
            GatewayEvent::Resumed(_) => self.desk.link.up(shard),
            GatewayEvent::InteractionCreate(event) => self.interaction(event.interaction).await,
            GatewayEvent::MessageCreate(event) => {
                let guild = event.message.guild_id.map(|guild| guild.get());
                let me = self.desk.me().await;
                if let Some(event) =
                    me.and_then(|me| translate::message(&event.message, guild, me, &self.desk.briefing))
                {
                    self.say(Signal::Message(event)).await;
                }
            }
            GatewayEvent::GuildCreate(event) => self.say(Signal::Other(guilds::joined(&event.guild))).await,
            GatewayEvent::GuildDelete(event) if !event.guild.unavailable => {
                let gone = guilds::gone(event.guild.id.get(), self.desk.clock.now_ms());
                self.say(Signal::Other(gone)).await;
            }
            // serenity drops what it can't read without a word; its content is nobody's business.
            GatewayEvent::Unknown(event) if matches!(event.kind.as_str(), "INTERACTION_CREATE" | "MESSAGE_CREATE") => {
                tracing::error!(kind = event.kind, id = %event.value["id"], "an event of Discord could not be read");
            }
            _ => {}
        }
    }

    async fn interaction(&self, interaction: Interaction) {
        match &interaction {
            Interaction::Command(command) => {
                self.hand_on(translate::command(command, self.desk.briefing.commands)).await;
            }
            Interaction::Autocomplete(typing) => self.suggest(typing),
            Interaction::Component(component) => self.component(component).await,
            Interaction::Modal(form) => match translate::form(form) {
                Some(event) => self.hand_on(event).await,
                None => self.dismiss(Asked::from(form).answering()),
            },
            _ => {}
        }
    }

    async fn component(&self, component: &ComponentInteraction) {
        let answering = Asked::from(component).answering();
        if let Some(CustomId::Answer(round, form)) = CustomId::read(&component.data.custom_id) {
            let label = || cut(translate::pressed_label(component).unwrap_or("?"), FORM_CHARS);
            let form = form.unwrap_or_else(|| Form { title: label(), field: label() });
            return self.tell(answering, json!({ "type": 9, "data": components::form(round, &form) }));
        }
        match translate::press(component) {
            Some(event) => self.hand_on(event).await,
            None => self.dismiss(answering),
        }
    }

    fn suggest(&self, typing: &CommandInteraction) {
        let Some(option) = typing.data.autocomplete() else { return };
        let briefing = &self.desk.briefing;
        let choices = suggest::suggest(briefing, &typing.data.name, option.name, option.value, &typing.locale);
        self.tell(Asked::from(typing).answering(), json!({ "type": 8, "data": { "choices": choices } }));
    }

    /// What carries no fact is answered in place, without a turn.
    fn tell(&self, answering: Answering, body: Value) {
        let rest = self.desk.rest.clone();
        tokio::spawn(async move {
            if let Err(fault) = rest.post(&answering.callback(), &body).await {
                tracing::debug!(%fault, "an interaction could not be answered in place");
            }
        });
    }

    /// Foreign and forged buttons: acknowledged, so that nobody sees a failure, and nothing is said. Not by type 6:
    /// its first answer would be the message with the button.
    fn dismiss(&self, answering: Answering) {
        let rest = self.desk.rest.clone();
        tokio::spawn(async move {
            let done = match rest.post(&answering.callback(), &defer()).await {
                Ok(_) => rest.delete(&answering.original()).await,
                Err(fault) => Err(fault),
            };
            if let Err(fault) = done {
                tracing::debug!(%fault, "a foreign interaction could not be dismissed");
            }
        });
    }

    async fn hand_on(&self, event: Event) {
        if let Some(answering) = event.handle.as_ref().and_then(|handle| Answering::read(&handle.id)) {
            self.desk.answers.open(answering.interaction);
        }
        self.say(Signal::Other(event)).await;
    }

    async fn say(&self, signal: Signal) {
        if self.line.send(signal).await.is_err() {
            tracing::debug!("nobody listens to Discord any more");
        }
    }
}
