-- whoever has a score has answered: an answer that cost no try becomes one when it is accepted
update rounds set answered = (select count(*) from scores where scores.round_id = rounds.id)
where id in (select value ->> 'round' from json_each($1))
