insert into series (id, group_id, chat_id, account_id, topic, total, state, created_at_ms)
select value ->> 'id', value ->> 'group', value ->> 'chat', value ->> 'account', value ->> 'topic', value ->> 'total',
    'open', value ->> 'at_ms'
from json_each($1)
where true
