update posts set state = new.value ->> 'state'
from json_each($1) new
where posts.id = new.value ->> 'id'
