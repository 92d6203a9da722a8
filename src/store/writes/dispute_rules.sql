update groups set disputes = new.value ->> 'by'
from json_each($1) new
where groups.id = new.value ->> 'group'
