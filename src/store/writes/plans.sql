insert into plans (group_id, time, since_ms)
select value ->> 'group', value ->> 'time', value ->> 'since_ms'
from json_each($1)
where value ->> 'time' is not null
on conflict (group_id) do update set time = excluded.time, since_ms = excluded.since_ms
