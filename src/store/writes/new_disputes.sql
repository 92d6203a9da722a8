insert into disputes (answer_id, round_id, form, post_id, state, opened_at_ms)
select value ->> 'answer', value ->> 'round', value ->> 'form', value ->> 'post', 'open', value ->> 'at_ms'
from json_each($1)
where true
