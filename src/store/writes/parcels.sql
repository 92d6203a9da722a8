insert into outbox (platform, lane, kind, post_id, chat_id, card, handle, message, tally, not_before_ms, expires_at_ms,
    created_at_ms)
select value ->> 'platform', value ->> 'lane', value ->> 'kind', value ->> 'post', value ->> 'chat', value ->> 'card',
    value ->> 'handle', value ->> 'message', value ->> 'tally', value ->> 'not_before_ms', value ->> 'expires_at_ms', $2
from json_each($1)
where true
on conflict (post_id) where kind = 'edit' and state = 'waiting' do update set card = excluded.card,
    tally = min(outbox.tally, excluded.tally), not_before_ms = min(outbox.not_before_ms, excluded.not_before_ms)
