# What `quizbot doctor` finds. Cells of a table: no markup here.

doctor-column-grade = State
doctor-column-where = Where
doctor-column-what = What
doctor-column-advice = What to do
doctor-well = ok
doctor-warning = warning
doctor-trouble = trouble
doctor-yes = yes
doctor-no = no

doctor-no-token = No platform has a token: quizbot runs as a terminal chat.
doctor-no-token-advice = Set QUIZBOT_TELEGRAM_TOKEN or QUIZBOT_DISCORD_TOKEN; the README says where to get one.
doctor-bad-configuration = { $count ->
    [one] The configuration has a problem: quizbot does not start.
   *[other] The configuration has { $count } problems: quizbot does not start.
}
doctor-bad-configuration-advice = quizbot check shows them.
doctor-no-database = There is no database yet, so no chats are known.
doctor-bad-database = The known chats can't be read:
doctor-start-advice = Start the bot: it puts this right.
doctor-off = Off: it has no token.
doctor-bad-account = The account can't be used:
doctor-bad-account-advice = Correct the token or the address in the configuration.
doctor-token-refused = The token is refused: wrong, or revoked.
doctor-token-refused-advice = Copy it again: from @BotFather on Telegram (/token), from the page Bot of the developer portal on Discord.
doctor-away = It can't be reached:
doctor-silent = No answer within { $seconds } seconds.
doctor-away-advice = Look at the network, a firewall, a proxy, and api_url in the configuration.
doctor-unsaid = Could not be checked:
doctor-unsaid-advice = Try again in a while.
doctor-bot = The token is accepted: { $name }.

doctor-privacy-on = Privacy mode is on: in groups, buttons, commands and replies to the bot's own messages reach it. Replies to others' messages do not.
doctor-privacy-on-advice = Nothing. Only if it must read such replies too: make it an admin of the group, or send /setprivacy to @BotFather and add it to the group again.
doctor-privacy-off = Privacy mode is off: every message in a group reaches the bot, replies to others' messages too.
doctor-privacy-off-advice = Nothing. It does not need that much: /setprivacy at @BotFather turns the mode on.
doctor-no-groups = The bot can't be added to groups.
doctor-no-groups-advice = Send /setjoingroups to @BotFather.
doctor-no-webhook = { $waiting ->
    [0] No webhook is set.
    [one] No webhook is set; an update waits to be fetched.
   *[other] No webhook is set; { $waiting } updates wait to be fetched.
}
doctor-webhook = A webhook is set ({ $host }): as long as it is, getUpdates fails and the bot hears nothing.
doctor-webhook-advice = Start the bot: it removes the webhook. If it comes back, another program uses this token: give one of them a bot of its own.
doctor-commands-set = The commands are registered.
doctor-commands-differ = The registered commands are not those of this version.
doctor-sessions = { $left } of { $total } sessions may still be begun today.
doctor-sessions-advice = Something connects over and over: look for a bot that restarts in a loop, or a second one with this token.

doctor-may-write = Can post. Can pin: { $pin }. Can delete others' messages: { $delete }.
doctor-topics-advice = A group with topics: that a topic is closed only shows when something is posted there.
doctor-may-all = Has every permission that it uses.
doctor-lacks = Lacks permissions:
doctor-lacks-advice = Give them to the bot's role, or in the channel's own permissions.
doctor-right-view = View Channels
doctor-right-send = Send Messages
doctor-right-threads = Send Messages in Threads
doctor-right-embed = Embed Links
doctor-right-attach = Attach Files
doctor-right-history = Read Message History
doctor-right-react = Add Reactions
doctor-private = A private chat; that the bot is blocked only shows when it writes.
doctor-muted = The bot is there, but may not write.
doctor-muted-advice = Ask an admin to let it send messages.
doctor-locked = The thread is locked: nothing can be posted there.
doctor-locked-advice = Unlock it, or set /daily in another channel.
doctor-not-there = The bot is not there, or can't see it.
doctor-not-there-advice = Add it again if it is missed, and let it see the channel. Otherwise it sleeps as soon as a post is refused.
doctor-vanished = The chat is gone: deleted, or never open to this bot.
doctor-vanished-advice = If the token is a new bot's: add this bot to the chat. Otherwise it sleeps as soon as a post is refused.
doctor-moved = The group has become a supergroup, and has a new address.
doctor-moved-advice = Nothing: the bot moves with its next message there.
doctor-left-out = { $count ->
    [one] A known chat was not looked at.
   *[other] { $count } known chats were not looked at.
}
doctor-left-out-advice = Nothing: the newest ones come first, a limited number of them.
doctor-asleep = { $count ->
    [one] A known chat sleeps: the bot was removed there, or may not write.
   *[other] { $count } known chats sleep: the bot was removed there, or may not write.
}
doctor-asleep-advice = Nothing: each wakes when the bot is added again, or spoken to.
