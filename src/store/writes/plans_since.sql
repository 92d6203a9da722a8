update plans set since_ms = new.value ->> 'since_ms'
from json_each($1) new
where plans.group_id = new.value ->> 'group'
