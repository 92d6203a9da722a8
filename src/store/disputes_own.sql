-- The cross join keeps its order: from a player to their own answers, never through all answers of the round.
select a.id, n.player_id as player, a.account_id as account, n.name, a.said, a.picks, a.hinted, f.verdict as first,
    j.seq, j.verdict, j.credit, j.points, j.bonus, j.judge
from accounts n
cross join answers a
join judgements f on f.answer_id = a.id and f.seq = 1
join judgements j on j.answer_id = a.id and j.seq = (select max(seq) from judgements where answer_id = a.id)
where n.player_id = $2 and a.round_id = $1 and a.account_id = n.id
order by a.id
