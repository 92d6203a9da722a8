insert into scores (round_id, player_id, answer_id, seq, verdict, points, at_ms)
select value ->> 'round', value ->> 'player', j.answer_id, j.seq, j.verdict, j.points, j.at_ms
from json_each($1)
join judgements j on j.answer_id = value ->> 'answer' and j.seq = value ->> 'seq'
where true
on conflict (round_id, player_id) do update set answer_id = excluded.answer_id, seq = excluded.seq,
    verdict = excluded.verdict, points = excluded.points, at_ms = excluded.at_ms
