-- Sums up the scores of a period's days; points were reached with the newest of those that gave some.
insert into standings (group_id, period, player_id, points, reached_at_ms)
select value ->> 'group', value ->> 'period', value ->> 'player', sum(s.points),
    coalesce(max(case when s.points > 0 then s.at_ms end), max(s.at_ms))
from json_each($1)
join scores s on s.player_id = value ->> 'player'
join rounds r on r.id = s.round_id and r.group_id = value ->> 'group'
    and r.day between value ->> 'first' and value ->> 'last'
where true
group by value ->> 'group', value ->> 'period', value ->> 'player'
on conflict (group_id, period, player_id) do update set points = excluded.points, reached_at_ms = excluded.reached_at_ms
