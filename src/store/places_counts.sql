-- How many chats of each platform are awake and asleep; a chat with one topic that is awake is awake.
select platform, cast(sum(awake) as bigint), cast(sum(1 - awake) as bigint)
from (
    select c.platform as platform, max(case when s.awake = 1 and c.asleep = 0 then 1 else 0 end) as awake
    from chats c
    join spaces s on s.id = c.space_id
    group by c.platform, s.id, c.address
) chats_of_platforms
group by platform
order by platform
