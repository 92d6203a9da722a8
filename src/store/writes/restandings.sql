-- Sums up the scores of a period's days; points were reached with the newest of those that gave some.
insert into standings (group_id, period, player_id, points, reached_at_ms)
select wanted.group_id, wanted.period, wanted.player_id, sum(s.points),
    coalesce(max(case when s.points > 0 then s.at_ms end), max(s.at_ms))
from (
    select distinct value ->> 'group' as group_id, value ->> 'period' as period, value ->> 'player' as player_id,
        value ->> 'first' as first_day, value ->> 'last' as last_day
    from json_each($1)
) wanted
join scores s on s.player_id = wanted.player_id
join rounds r on r.id = s.round_id and r.group_id = wanted.group_id and r.day between wanted.first_day and wanted.last_day
where true
group by wanted.group_id, wanted.period, wanted.player_id
on conflict (group_id, period, player_id) do update set points = excluded.points, reached_at_ms = excluded.reached_at_ms
