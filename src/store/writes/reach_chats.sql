update chats set asleep = 1 - (new.value ->> 'awake')
from json_each($1) new
where chats.id = new.value ->> 'chat'
