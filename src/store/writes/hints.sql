insert into hints (round_id, player_id, at_ms)
select value ->> 'round', value ->> 'player', value ->> 'at_ms'
from json_each($1)
where true
on conflict (round_id, player_id) do nothing
