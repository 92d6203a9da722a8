insert into rounds (id, group_id, mode, day, slot, daily_number, series_id, account_id, private, language, topic, question,
    question_hash, option_order, state, asked_at_ms)
select value ->> 'id', value ->> 'group', value ->> 'mode', value ->> 'day', value ->> 'slot', value ->> 'daily_number', value ->> 'series',
    value ->> 'account', value ->> 'private', value ->> 'language', value ->> 'topic', value ->> 'question',
    value ->> 'hash', value ->> 'order', 'asked', value ->> 'at_ms'
from json_each($1)
where true
