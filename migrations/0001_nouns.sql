-- All the nouns of the house. Times are integer milliseconds UTC, flags are 0 or 1, days are the group's local dates.

create table groups (
    id integer primary key autoincrement,
    language text not null check (language in ('en', 'zh')),
    time_zone text not null,
    created_at_ms integer not null
) strict;

create table spaces (
    id integer primary key autoincrement,
    platform text not null,
    address text not null,
    group_id integer not null references groups (id),
    title text not null default '',
    private integer not null check (private in (0, 1)),
    -- 0: the bot was removed; wakes when it is added again or spoken to
    awake integer not null default 1 check (awake in (0, 1)),
    -- where /daily was last set
    home_chat_id integer references chats (id),
    created_at_ms integer not null,
    unique (platform, address)
) strict;
create index spaces_of_group on spaces (group_id);

create table chats (
    id integer primary key autoincrement,
    space_id integer not null references spaces (id),
    platform text not null,
    address text not null,
    thread text not null default '',
    -- 1: the bot may not write here
    asleep integer not null default 0 check (asleep in (0, 1)),
    -- the newest message seen here, by the platform's id; later ones may have been missed
    last_seen text not null default '',
    unique (platform, address, thread)
) strict;
create index chats_of_space on chats (space_id);

create table players (
    id integer primary key autoincrement,
    created_at_ms integer not null
) strict;

create table accounts (
    id integer primary key autoincrement,
    player_id integer not null references players (id),
    platform text not null,
    address text not null,
    name text not null,
    -- the chat where this person can be told something alone; null before they started the bot
    private_chat_id integer references chats (id),
    created_at_ms integer not null,
    unique (platform, address)
) strict;
create index accounts_of_player on accounts (player_id);

create table plans (
    group_id integer primary key references groups (id),
    -- local HH:MM
    time text not null,
    -- no slot exists before
    since_ms integer not null
) strict;

-- A question as it was asked, by the hash of its content: editing the bank never changes an open round.
create table questions (
    hash text primary key,
    question text not null,
    topic text not null,
    content text not null
) strict, without rowid;

create table series (
    id integer primary key autoincrement,
    group_id integer not null references groups (id),
    chat_id integer not null references chats (id),
    account_id integer not null references accounts (id),
    -- what was asked for: a topic, a folder or nothing
    topic text not null,
    total integer not null check (total between 1 and 20),
    asked integer not null default 0,
    -- questions in a row that nobody answered
    unanswered integer not null default 0,
    -- 'stopping': ends after the open question's reveal
    state text not null check (state in ('open', 'stopping', 'ended')),
    created_at_ms integer not null
) strict;
create unique index series_open on series (chat_id) where state <> 'ended';

create table rounds (
    -- random, so that deep links can't be guessed and a restored backup never gives old buttons to a new round
    id integer primary key,
    group_id integer not null references groups (id),
    mode text not null check (mode in ('daily', 'quiz')),
    day text not null,
    -- nominal local 'YYYY-MM-DD HH:MM' of a daily; '' otherwise
    slot text not null default '',
    -- the how-manieth posted daily of its group: what streaks count by; null once it is void
    daily_number integer,
    series_id integer references series (id),
    -- who asked for it; null for a daily
    account_id integer references accounts (id),
    -- asked in a private chat: closes with the final answer
    private integer not null check (private in (0, 1)),
    language text not null check (language in ('en', 'zh')),
    topic text not null,
    question text not null,
    question_hash text not null references questions (hash),
    -- json array: option_order[shown] = place in the question
    option_order text not null,
    state text not null check (state in ('asked', 'open', 'closed', 'void')),
    asked_at_ms integer not null,
    opened_at_ms integer,
    closes_at_ms integer,
    closed_at_ms integer,
    -- how many players have a score in it
    answered integer not null default 0
) strict;
create index rounds_of_group on rounds (group_id, question, asked_at_ms);
create index rounds_due on rounds (closes_at_ms) where state = 'open';
create index rounds_alive on rounds (group_id, mode) where state in ('asked', 'open');
create index rounds_of_series on rounds (series_id) where series_id is not null;
create unique index rounds_daily on rounds (group_id, daily_number) where daily_number is not null;

create table slots (
    group_id integer not null references groups (id),
    -- nominal local 'YYYY-MM-DD HH:MM'
    slot text not null,
    state text not null check (state in ('asked', 'skipped')),
    round_id integer references rounds (id),
    at_ms integer not null,
    -- the post-twice guard
    primary key (group_id, slot)
) strict, without rowid;

create table posts (
    -- random: the engine names a message before it exists
    id integer primary key,
    chat_id integer not null references chats (id),
    kind text not null check (kind in ('question', 'result', 'reply')),
    -- the round whose question or result it is
    round_id integer references rounds (id),
    state text not null default 'asked' check (state in ('asked', 'sent', 'lost')),
    created_at_ms integer not null
) strict;
create index posts_of_round on posts (round_id) where round_id is not null;
create index posts_of_chat on posts (chat_id, created_at_ms) where kind = 'question';

-- Which post a message of the platform is. The address is the one that it was sent to: never rewritten.
create table messages (
    platform text not null,
    address text not null,
    message text not null,
    thread text not null,
    post_id integer not null references posts (id),
    part integer not null,
    primary key (platform, address, message)
) strict, without rowid;
create index messages_of_post on messages (post_id);

create table drafts (
    round_id integer not null references rounds (id),
    account_id integer not null references accounts (id),
    -- json array of places in the question
    picks text not null,
    primary key (round_id, account_id)
) strict, without rowid;

create table hints (
    round_id integer not null references rounds (id),
    player_id integer not null references players (id),
    at_ms integer not null,
    primary key (round_id, player_id)
) strict, without rowid;

create table answers (
    id integer primary key autoincrement,
    round_id integer not null references rounds (id),
    account_id integer not null references accounts (id),
    -- 1, 2, ..: of this account in this round
    attempt integer not null check (attempt > 0),
    -- as typed, or the letters pressed
    said text not null,
    -- json array of places in the question; null where it was typed
    picks text,
    hinted integer not null check (hinted in (0, 1)),
    at_ms integer not null,
    unique (round_id, account_id, attempt)
) strict;

create table judgements (
    answer_id integer not null references answers (id),
    seq integer not null check (seq > 0),
    verdict text not null check (verdict in ('right', 'partial', 'close', 'wrong')),
    credit real not null check (credit between 0 and 1),
    -- with the bonus
    points integer not null,
    -- the streak's part of the points
    bonus integer not null,
    judge text not null check (judge in ('engine', 'dispute', 'rejudge', 'moderation')),
    at_ms integer not null,
    primary key (answer_id, seq)
) strict, without rowid;

-- The one judgement of a player in a round that counts: the double-count guard.
create table scores (
    round_id integer not null references rounds (id),
    player_id integer not null references players (id),
    answer_id integer not null,
    seq integer not null,
    verdict text not null check (verdict in ('right', 'partial', 'wrong')),
    points integer not null,
    at_ms integer not null,
    primary key (round_id, player_id),
    foreign key (answer_id, seq) references judgements (answer_id, seq)
) strict, without rowid;
create index scores_of_player on scores (player_id, round_id);

create table standings (
    group_id integer not null references groups (id),
    -- '2026-03-01', '2026-W09', '2026-03', 'all'
    period text not null,
    player_id integer not null references players (id),
    points integer not null,
    -- when these points were reached
    reached_at_ms integer not null,
    primary key (group_id, period, player_id)
) strict, without rowid;
create index standings_ranked on standings (group_id, period, points desc, reached_at_ms);

-- How many players of a group have just these points in a period: a rank is a sum over it, not a count over all players.
create table point_counts (
    group_id integer not null references groups (id),
    period text not null,
    points integer not null,
    players integer not null,
    primary key (group_id, period, points)
) strict, without rowid;

create table streaks (
    group_id integer not null references groups (id),
    player_id integer not null references players (id),
    -- rounds.daily_number of the last daily answered
    last_number integer not null,
    length integer not null check (length > 0),
    best integer not null,
    primary key (group_id, player_id)
) strict, without rowid;

create table outbox (
    -- never again: the keys of its receipts are remembered
    id integer primary key autoincrement,
    platform text not null,
    -- 'chat:<id>', or one of a whisper's own
    lane text not null,
    kind text not null check (kind in ('post', 'edit', 'whisper', 'react', 'delete')),
    post_id integer references posts (id),
    chat_id integer not null references chats (id),
    card text not null default '',
    -- how the platform lets one person be answered; '' where it doesn't
    handle text not null default '',
    -- the message that is answered or reacted to, by the platform's id; '' where there is none
    message text not null default '',
    -- 1: an edit that only brings the count of answers up to date
    tally integer not null default 0 check (tally in (0, 1)),
    state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed')),
    not_before_ms integer not null default 0,
    expires_at_ms integer,
    tries integer not null default 0,
    first_tried_at_ms integer,
    last_error text not null default '',
    created_at_ms integer not null
) strict;
create unique index outbox_edits on outbox (post_id) where kind = 'edit' and state = 'waiting';
create index outbox_lanes on outbox (lane, state, id) where state in ('waiting', 'sending');
-- what goes first when the platform can't take all: whispers, posts, edits, reactions, counts; each oldest first
create index outbox_urgency on outbox (
    platform,
    case
        when kind = 'whisper' and handle <> '' then 0
        when kind in ('whisper', 'post') then 1
        when tally = 1 then 4
        when kind = 'react' then 3
        else 2
    end,
    id
) where state = 'waiting';
create index outbox_waiting on outbox (platform, not_before_ms, id) where state = 'waiting';

create table seen (
    key text primary key,
    at_ms integer not null
) strict, without rowid;
create index seen_at on seen (at_ms);

-- Events whose turn failed: kept to be looked at, their keys stay seen.
create table errors (
    id integer primary key autoincrement,
    key text not null,
    event text not null,
    error text not null,
    at_ms integer not null
) strict;
