-- Counts that are due in lanes where nothing else waits: $1 platform, $2 now, $3 chats to leave out, $4 how many.
select o.id, o.chat_id, o.tally, o.kind, o.answers_handle, c.address, s.private
from (
    select outbox.id, outbox.chat_id, outbox.tally, outbox.kind, outbox.handle <> '' as answers_handle
    from outbox
    where platform = $1
        and state = 'waiting'
        and case
            when kind = 'whisper' and handle <> '' then 0
            when kind in ('whisper', 'post') then 1
            when tally = 1 then 4
            when kind = 'react' then 3
            else 2
        end = 4
        and (not_before_ms <= $2 or not_before_ms > $2 + 3600000)
        and chat_id not in (select value from json_each($3))
        and not exists (
            select 1 from outbox other
            where other.lane = outbox.lane
                and other.state in ('waiting', 'sending')
                and other.id <> outbox.id
                and (other.tally = 0 or other.state = 'sending' or other.id < outbox.id)
        )
    order by outbox.id
    limit $4
) o
join chats c on c.id = o.chat_id
join spaces s on s.id = c.space_id
order by o.id
