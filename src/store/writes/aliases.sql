insert into aliases (group_id, question, form, said, account_id, decided_by, at_ms)
select value ->> 'group', value ->> 'question', value ->> 'form', value ->> 'said', value ->> 'account', value ->> 'by',
    value ->> 'at_ms'
from json_each($1)
where true
on conflict (group_id, question, form) do nothing
