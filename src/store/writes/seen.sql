update chats set last_seen = new.message
from (
    select value ->> 'chat' as chat, cast(max(cast(value ->> 'message' as bigint)) as text) as message
    from json_each($1) group by value ->> 'chat'
) new
where chats.id = new.chat and (chats.last_seen = '' or cast(new.message as bigint) > cast(chats.last_seen as bigint))
