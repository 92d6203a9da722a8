select c.platform, c.address, c.thread, c.id, c.asleep, s.id, s.awake, s.private, s.group_id, g.language, g.time_zone
from chats c
join spaces s on s.id = c.space_id
join groups g on g.id = s.group_id
where c.id = $1
