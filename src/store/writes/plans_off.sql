delete from plans
where group_id in (select value ->> 'group' from json_each($1) where value ->> 'time' is null)
