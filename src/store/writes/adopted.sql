insert into messages (platform, address, message, thread, post_id, part)
select value ->> 'platform', value ->> 'address', value ->> 'message', value ->> 'thread', value ->> 'post', value ->> 'part'
from json_each($1)
where true
on conflict (platform, address, message) do nothing
