insert into dispute_voices (answer_id, player_id, accepts, at_ms)
select value ->> 'answer', value ->> 'player', value ->> 'accepts', value ->> 'at_ms'
from json_each($1)
where true
on conflict (answer_id, player_id) do update set accepts = excluded.accepts, at_ms = excluded.at_ms
