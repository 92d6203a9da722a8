-- An edit that would go back to waiting, $1, while a newer one of its post waits already, or goes back too, is not needed
-- any more. Two of one post are under way only where chats were merged meanwhile; the index allows one that waits.
delete from outbox
where id in (select value from json_each($1))
    and kind = 'edit'
    and state = 'sending'
    and (
        exists (
            select 1 from outbox newer
            where newer.post_id = outbox.post_id and newer.kind = 'edit' and newer.state = 'waiting'
        )
        or id not in (
            select max(id) from outbox
            where id in (select value from json_each($1)) and kind = 'edit' and state = 'sending'
            group by post_id
        )
    )
