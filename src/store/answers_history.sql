select a.round_id, n.player_id, a.account_id, a.attempt, a.said, a.picks, j.verdict, j.credit, j.points, j.bonus
from json_each($1) wanted
join accounts n on n.player_id = wanted.value ->> 'player'
join answers a on a.round_id = wanted.value ->> 'round' and a.account_id = n.id
join judgements j on j.answer_id = a.id and j.seq = (select max(seq) from judgements where answer_id = a.id)
order by a.id
