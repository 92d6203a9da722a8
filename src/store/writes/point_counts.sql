-- Counts those who stand otherwise now out of ($2 = -1) or into ($2 = 1) the points that they stand at.
insert into point_counts (group_id, period, points, players)
select s.group_id, s.period, s.points, $2 * count(*)
from (
    select value ->> 'group' as group_id, value ->> 'period' as period, value ->> 'player' as player_id
    from json_each($1) group by value ->> 'group', value ->> 'period', value ->> 'player'
) won
join standings s on s.group_id = won.group_id and s.period = won.period and s.player_id = won.player_id
where true
group by s.group_id, s.period, s.points
on conflict (group_id, period, points) do update set players = point_counts.players + excluded.players
