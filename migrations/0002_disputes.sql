-- "I was right": disputes of judgements, who decides them, and the replies that a group takes as right from then on.

-- who decides: 'admins', or 'players' too
alter table groups add column disputes text not null default 'admins' check (disputes in ('admins', 'players'));

-- One for every reply that is disputed in a round: whoever said the same is covered by it.
create table disputes (
    -- the first answer that it is about
    answer_id integer primary key references answers (id),
    round_id integer not null references rounds (id),
    -- the reply, made comparable
    form text not null,
    -- where it is put to those who decide; null where it was decided at once
    post_id integer references posts (id),
    -- 'lapsed': nobody decided in time
    state text not null check (state in ('open', 'accepted', 'refused', 'lapsed')),
    opened_at_ms integer not null,
    decided_at_ms integer,
    -- whose press decided; null while it is open, and where nobody did
    decided_by integer references accounts (id),
    unique (round_id, form)
) strict;

-- What players say to it, where they decide.
create table dispute_voices (
    answer_id integer not null references disputes (answer_id),
    player_id integer not null references players (id),
    accepts integer not null check (accepts in (0, 1)),
    at_ms integer not null,
    primary key (answer_id, player_id)
) strict, without rowid;

-- Replies that count as right answers of a question in a group.
create table aliases (
    group_id integer not null references groups (id),
    -- the question's whole id
    question text not null,
    -- the reply, made comparable
    form text not null,
    said text not null,
    -- who said it
    account_id integer not null references accounts (id),
    -- who decided
    decided_by integer not null references accounts (id),
    at_ms integer not null,
    primary key (group_id, question, form)
) strict, without rowid;

-- for judging all answers to a question anew
create index rounds_of_question on rounds (question);
