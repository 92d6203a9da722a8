update disputes
set state = new.value ->> 'state', decided_by = new.value ->> 'by', decided_at_ms = new.value ->> 'at_ms'
from json_each($1) new
where disputes.answer_id = new.value ->> 'answer' and disputes.state = 'open'
