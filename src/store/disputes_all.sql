select a.id, n.player_id as player, a.account_id as account, n.name, a.said, a.picks, a.hinted, f.verdict as first,
    j.seq, j.verdict, j.credit, j.points, j.bonus, j.judge
from answers a
join accounts n on n.id = a.account_id
join judgements f on f.answer_id = a.id and f.seq = 1
join judgements j on j.answer_id = a.id and j.seq = (select max(seq) from judgements where answer_id = a.id)
where a.round_id = $1
order by a.id
