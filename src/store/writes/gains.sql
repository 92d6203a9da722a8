-- points are reached with the newest answer that gave some: what comes late was said before
insert into standings (group_id, period, player_id, points, reached_at_ms)
select value ->> 'group', value ->> 'period', value ->> 'player', value ->> 'points', value ->> 'at_ms'
from json_each($1)
where true
on conflict (group_id, period, player_id) do update set points = standings.points + excluded.points,
    reached_at_ms = case
        when excluded.points > 0 and standings.points > 0 then max(standings.reached_at_ms, excluded.reached_at_ms)
        when excluded.points > 0 then excluded.reached_at_ms
        else standings.reached_at_ms
    end
