insert into streaks (group_id, player_id, last_number, length, best)
select value ->> 'group', value ->> 'player', value ->> 'last', value ->> 'length', value ->> 'best'
from json_each($1)
where true
on conflict (group_id, player_id) do update set last_number = excluded.last_number, length = excluded.length,
    best = excluded.best
