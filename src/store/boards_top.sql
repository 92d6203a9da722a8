select s.player_id,
    coalesce((select a.name from accounts a where a.player_id = s.player_id order by a.id desc limit 1), ''),
    s.points
from standings s
where s.group_id = $1 and s.period = $2
order by s.points desc, s.reached_at_ms, s.player_id
limit $3
