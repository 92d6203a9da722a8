delete from drafts
where (round_id, account_id) in (select value ->> 'round', value ->> 'account' from json_each($1))
