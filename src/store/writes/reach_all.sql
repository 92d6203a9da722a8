-- a space that wakes as a whole: the bot may write in all its chats until it is told otherwise
update chats set asleep = 0
where space_id in (
    select value ->> 'space' from json_each($1) where value ->> 'chat' is null and value ->> 'awake' = 1
)
