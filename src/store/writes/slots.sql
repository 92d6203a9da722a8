insert into slots (group_id, slot, state, round_id, at_ms)
select value ->> 'group', value ->> 'slot', value ->> 'state', value ->> 'round', value ->> 'at_ms'
from json_each($1)
where true
