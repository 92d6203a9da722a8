//! What serenity calls: every event of the gateway comes in here, and goes on to the queue.

use std::sync::Arc;

use serde_json::json;
use serenity::all::{
    CommandInteraction, ComponentInteraction, ConnectionStage, Context, Event as GatewayEvent, EventHandler,
    Interaction, RawEventHandler, ShardStageUpdateEvent, async_trait,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    Desk,
    components::{self, FORM_CHARS, cut},
    custom_id::{CustomId, Form},
    queue::Signal,
    suggest, translate,
};
use crate::engine::event::Event;

/// The ears of one session. Deaf once the session is over: a connection that dies slowly must not be heard.
#[derive(Clone)]
pub(super) struct Ears {
    /// What is shared with the rest of the adapter.
    pub(super) desk: Arc<Desk>,
    /// The way to the queue.
    pub(super) line: mpsc::Sender<Signal>,
    /// Cancelled when the session is over.
    pub(super) over: CancellationToken,
}

#[async_trait]
impl RawEventHandler for Ears {
    async fn raw_event(&self, context: Context, event: GatewayEvent) {
        if self.over.is_cancelled() {
            return;
        }
        let shard = context.shard_id.0;
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
            GatewayEvent::GuildCreate(event) => self.say(Signal::Other(translate::joined(&event.guild))).await,
            GatewayEvent::GuildDelete(event) if !event.guild.unavailable => {
                let gone = translate::gone(event.guild.id.get(), self.desk.clock.now_ms());
                self.say(Signal::Other(gone)).await;
            }
            // serenity drops what it can't read without a word; its content is nobody's business.
            GatewayEvent::Unknown(event) if matches!(event.kind.as_str(), "INTERACTION_CREATE" | "MESSAGE_CREATE") => {
                tracing::error!(kind = event.kind, id = %event.value["id"], "an event of Discord could not be read");
            }
            _ => {}
        }
    }
}

/// Hears when a connection goes down. Kept by serenity as long as a shard runs, and counted for it.
pub(super) struct Stages(pub(super) Ears);

#[async_trait]
impl EventHandler for Stages {
    async fn shard_stage_update(&self, _: Context, update: ShardStageUpdateEvent) {
        let ears = &self.0;
        if update.new != ConnectionStage::Connected && !ears.over.is_cancelled() {
            ears.desk.link.down(update.shard_id.0);
        }
    }
}

impl Ears {
    async fn interaction(&self, interaction: Interaction) {
        match &interaction {
            Interaction::Command(command) => {
                self.hand_on(translate::command(command, self.desk.briefing.commands)).await
            }
            Interaction::Autocomplete(typing) => self.suggest(typing).await,
            Interaction::Component(component) => self.component(component).await,
            Interaction::Modal(form) => match translate::form(form) {
                Some(event) => self.hand_on(event).await,
                None => self.dismiss(&translate::Asked::from(form)).await,
            },
            _ => {}
        }
    }

    async fn component(&self, component: &ComponentInteraction) {
        if let Some(CustomId::Answer(round, form)) = CustomId::read(&component.data.custom_id) {
            let label = || cut(translate::pressed_label(component).unwrap_or("?"), FORM_CHARS);
            let form = form.unwrap_or_else(|| Form { title: label(), field: label() });
            let body = json!({ "type": 9, "data": components::form(round, &form) });
            return self.tell(&translate::Asked::from(component), &body).await;
        }
        match translate::press(component) {
            Some(event) => self.hand_on(event).await,
            None => self.dismiss(&translate::Asked::from(component)).await,
        }
    }

    async fn suggest(&self, typing: &CommandInteraction) {
        let Some(option) = typing.data.autocomplete() else { return };
        let briefing = &self.desk.briefing;
        let choices = suggest::suggest(briefing, &typing.data.name, option.name, option.value, &typing.locale);
        self.tell(&translate::Asked::from(typing), &json!({ "type": 8, "data": { "choices": choices } })).await;
    }

    /// What carries no fact is answered in place, without a turn.
    async fn tell(&self, asked: &translate::Asked<'_>, body: &serde_json::Value) {
        if let Err(fault) = self.desk.rest.post(&asked.answering().callback(), body).await {
            tracing::debug!(%fault, "an interaction could not be answered in place");
        }
    }

    /// Foreign and forged buttons: acknowledged, so that nobody sees a failure, and nothing is said. Not by type 6:
    /// its first answer would be the message with the button.
    async fn dismiss(&self, asked: &translate::Asked<'_>) {
        self.tell(asked, &super::answers::defer()).await;
        if let Err(fault) = self.desk.rest.delete(&asked.answering().original()).await {
            tracing::debug!(%fault, "a foreign interaction could not be dismissed");
        }
    }

    async fn hand_on(&self, event: Event) {
        if let Some(answering) = event.handle.as_ref().and_then(|handle| super::address::Answering::read(&handle.id)) {
            self.desk.answers.open(answering.interaction);
        }
        self.say(Signal::Other(event)).await;
    }

    async fn say(&self, signal: Signal) {
        tokio::select! {
            () = self.over.cancelled() => {}
            sent = self.line.send(signal) => if sent.is_err() { tracing::debug!("nobody listens to Discord any more") },
        }
    }
}
