update outbox set state = new.value ->> 'outbox_state', last_error = new.value ->> 'error'
from json_each($1) new
where outbox.id = new.value ->> 'outbox'
