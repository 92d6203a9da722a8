insert into scores (round_id, player_id, answer_id, seq, verdict, points, at_ms)
select value ->> 'round', value ->> 'player', value ->> 'id', 1, value ->> 'verdict', value ->> 'points', value ->> 'at_ms'
from json_each($1)
where value ->> 'verdict' <> 'close'
on conflict (round_id, player_id) do update set answer_id = excluded.answer_id, seq = excluded.seq,
    verdict = excluded.verdict, points = excluded.points, at_ms = excluded.at_ms
