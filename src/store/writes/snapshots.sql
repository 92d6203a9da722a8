insert into questions (hash, question, topic, content)
select value ->> 'hash', value ->> 'question', value ->> 'topic', value ->> 'content'
from json_each($1)
where true
on conflict (hash) do nothing
