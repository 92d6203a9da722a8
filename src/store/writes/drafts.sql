insert into drafts (round_id, account_id, picks)
select value ->> 'round', value ->> 'account', value ->> 'picks'
from json_each($1)
where true
on conflict (round_id, account_id) do update set picks = excluded.picks
