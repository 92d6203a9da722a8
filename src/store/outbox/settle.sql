-- Records what became of rows that were under way. A row that the engine has settled meanwhile is left as it is.
update outbox
set state = fate.state,
    not_before_ms = coalesce(fate.not_before_ms, outbox.not_before_ms),
    last_error = fate.error
from (
    select
        cast(value ->> 'id' as integer) as id,
        value ->> 'state' as state,
        cast(value ->> 'not_before_ms' as integer) as not_before_ms,
        value ->> 'error' as error
    from json_each($1)
) as fate
where outbox.id = fate.id and outbox.state = 'sending'
