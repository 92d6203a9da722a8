-- The cross joins keep their order: from a player to their own answers, never through all answers of the round.
select a.round_id, n.player_id, a.account_id, a.attempt, a.said, a.picks, j.verdict, j.credit, j.points, j.bonus
from json_each($1) wanted
cross join accounts n
cross join answers a
join judgements j on j.answer_id = a.id and j.seq = (select max(seq) from judgements where answer_id = a.id)
where n.player_id = wanted.value ->> 'player' and a.round_id = wanted.value ->> 'round' and a.account_id = n.id
order by a.id
