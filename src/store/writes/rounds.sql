update rounds
set state = new.value ->> 'state',
    -- a void daily gives its number back: streaks don't miss it
    daily_number = case when new.value ->> 'state' = 'void' then null else daily_number end,
    opened_at_ms = coalesce(new.value ->> 'opened_at_ms', opened_at_ms),
    closes_at_ms = coalesce(new.value ->> 'closes_at_ms', closes_at_ms),
    closed_at_ms = coalesce(new.value ->> 'closed_at_ms', closed_at_ms)
from json_each($1) new
where rounds.id = new.value ->> 'id'
