-- The heads of due lanes, the most urgent first: $1 platform, $2 to $3 urgency, $4 now, $5 chats to leave out, $6 how many.
-- One thing at a time is under way in a lane; waiting reactions and counts are overtaken by all that matters more.
-- The case is letter by letter that of the index outbox_urgency: the rows come in its order, without a sort.
select o.id, o.chat_id, o.tally, o.kind, o.answers_handle, c.address, s.private
from (
    select
        outbox.id, outbox.chat_id, outbox.tally, outbox.kind, outbox.handle <> '' as answers_handle,
        case
            when kind = 'whisper' and handle <> '' then 0
            when kind in ('whisper', 'post') then 1
            when tally = 1 then 4
            when kind = 'react' then 3
            else 2
        end as urgency
    from outbox
    where platform = $1
        and state = 'waiting'
        and case
            when kind = 'whisper' and handle <> '' then 0
            when kind in ('whisper', 'post') then 1
            when tally = 1 then 4
            when kind = 'react' then 3
            else 2
        end between $2 and $3
        and (not_before_ms <= $4 or not_before_ms > $4 + 3600000)
        and chat_id not in (select value from json_each($5))
        and not exists (
            select 1 from outbox busy
            where busy.lane = outbox.lane and busy.state in ('waiting', 'sending') and busy.state = 'sending'
        )
        and not exists (
            select 1 from outbox earlier
            where earlier.lane = outbox.lane
                and earlier.state in ('waiting', 'sending')
                and earlier.state = 'waiting'
                and earlier.id < outbox.id
                and earlier.tally = 0
                and (earlier.kind <> 'react' or outbox.kind = 'react')
        )
    order by urgency, outbox.id
    limit $6
) o
join chats c on c.id = o.chat_id
join spaces s on s.id = c.space_id
order by o.urgency, o.id
