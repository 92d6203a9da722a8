update rounds set answered = answered + new.players
from (
    select value ->> 'round' as round_id, count(distinct value ->> 'player') as players
    from json_each($1)
    where value ->> 'verdict' <> 'close' and not exists (
        select 1 from scores where round_id = value ->> 'round' and player_id = value ->> 'player'
    )
    group by value ->> 'round'
) new
where rounds.id = new.round_id
