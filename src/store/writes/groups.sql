update groups
set language = coalesce(new.value ->> 'language', language), time_zone = coalesce(new.value ->> 'time_zone', time_zone)
from json_each($1) new
where groups.id = new.value ->> 'id'
