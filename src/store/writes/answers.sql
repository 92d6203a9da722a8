insert into answers (id, round_id, account_id, attempt, said, picks, hinted, at_ms)
select value ->> 'id', value ->> 'round', value ->> 'account', value ->> 'attempt', value ->> 'said', value ->> 'picks',
    value ->> 'hinted', value ->> 'at_ms'
from json_each($1)
where true
