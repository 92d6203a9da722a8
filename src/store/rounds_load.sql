select r.id, r.group_id, r.mode, r.day, r.daily_number, r.series_id, r.account_id, r.private, r.language, q.content,
    r.option_order, r.state, r.opened_at_ms, r.closes_at_ms, r.answered
from json_each($1) wanted
join rounds r on r.id = wanted.value
join questions q on q.hash = r.question_hash
