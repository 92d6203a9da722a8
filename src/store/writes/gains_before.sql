-- Whoever wins points leaves the count of the points that they had.
insert into point_counts (group_id, period, points, players)
select s.group_id, s.period, s.points, -count(*)
from (
    select value ->> 'group' as group_id, value ->> 'period' as period, value ->> 'player' as player_id
    from json_each($1) group by value ->> 'group', value ->> 'period', value ->> 'player'
) won
join standings s on s.group_id = won.group_id and s.period = won.period and s.player_id = won.player_id
where true
group by s.group_id, s.period, s.points
on conflict (group_id, period, points) do update set players = point_counts.players + excluded.players
