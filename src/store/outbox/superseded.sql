-- An edit that would go back to waiting, while a newer one of its post waits already, is not needed any more.
delete from outbox
where id in (select value from json_each($1))
    and kind = 'edit'
    and state = 'sending'
    and exists (
        select 1 from outbox newer
        where newer.post_id = outbox.post_id and newer.kind = 'edit' and newer.state = 'waiting'
    )
