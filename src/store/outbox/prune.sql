-- Ids grow with time: only rows before the first young one are looked at. At most $2 at once, so that nobody waits long.
delete from outbox
where id in (
    select id from outbox
    where id < coalesce((select id from outbox where created_at_ms >= $1 order by id limit 1), 9223372036854775807)
        and state in ('sent', 'failed')
    order by id
    limit $2
)
