-- The chats of a platform where the bot is and may write, the newest first; all topics of a chat are one row.
select s.address, c.address, s.private, s.title
from chats c
join spaces s on s.id = c.space_id
where c.platform = $1 and s.awake = 1 and c.asleep = 0
group by s.id, c.address
order by max(c.id) desc
limit $2
