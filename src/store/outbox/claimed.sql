-- What is needed to send these rows, $1: where to by now, and for edits and deletes the messages as they were sent.
select
    o.id, o.kind, o.post_id, p.state as post_state, o.chat_id, c.platform, c.address, c.thread, s.private,
    o.card, o.handle, o.message, o.tries, o.first_tried_at_ms, o.created_at_ms, o.expires_at_ms,
    case
        when o.kind in ('edit', 'delete') then (
            select json_group_array(
                json_object(
                    'platform', m.platform, 'address', m.address, 'thread', m.thread, 'message', m.message, 'part', m.part
                )
            )
            from messages m
            where m.post_id = o.post_id
        )
        else '[]'
    end as messages
from outbox o
join chats c on c.id = o.chat_id
join spaces s on s.id = c.space_id
left join posts p on p.id = o.post_id
where o.id in (select value from json_each($1))
order by o.id
