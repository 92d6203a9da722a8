update spaces set awake = new.value ->> 'awake'
from json_each($1) new
where spaces.id = new.value ->> 'space'
