-- what the platform told of a post of ours counts for more than what a press of it said
insert into messages (platform, address, message, thread, post_id, part)
select value ->> 'platform', value ->> 'address', value ->> 'message', value ->> 'thread', value ->> 'post', value ->> 'part'
from json_each($1)
where true
on conflict (platform, address, message) do update set thread = excluded.thread, post_id = excluded.post_id,
    part = excluded.part
