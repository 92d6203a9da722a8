update spaces set home_chat_id = new.value ->> 'home'
from json_each($1) new
where spaces.id = new.value ->> 'space' and new.value ->> 'time' is not null
