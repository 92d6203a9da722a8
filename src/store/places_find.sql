select c.platform, c.address, c.thread, c.id, c.asleep, s.id, s.awake, s.private, s.group_id, g.language, g.time_zone
from json_each($1) wanted
join chats c
    on c.platform = wanted.value ->> 'platform'
    and c.address = wanted.value ->> 'chat'
    and c.thread = wanted.value ->> 'thread'
join spaces s on s.id = c.space_id
join groups g on g.id = s.group_id
