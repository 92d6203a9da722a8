update series
set asked = new.value ->> 'asked', unanswered = new.value ->> 'unanswered', state = new.value ->> 'state'
from json_each($1) new
where series.id = new.value ->> 'id'
