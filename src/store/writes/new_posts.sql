insert into posts (id, chat_id, kind, round_id, created_at_ms)
select value ->> 'id', value ->> 'chat', value ->> 'kind', value ->> 'round', value ->> 'at_ms'
from json_each($1)
where true
