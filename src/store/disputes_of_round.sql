select d.answer_id, n.player_id, n.name, a.said, d.form, d.post_id, p.chat_id, c.platform, d.state, d.opened_at_ms,
    coalesce(b.name, '') as decided_by
from disputes d
join answers a on a.id = d.answer_id
join accounts n on n.id = a.account_id
left join posts p on p.id = d.post_id
left join chats c on c.id = p.chat_id
left join accounts b on b.id = d.decided_by
where d.round_id = $1
order by d.opened_at_ms, d.answer_id
