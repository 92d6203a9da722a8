insert into judgements (answer_id, seq, verdict, credit, points, bonus, judge, at_ms)
select value ->> 'id', 1, value ->> 'verdict', value ->> 'credit', value ->> 'points', value ->> 'bonus', 'engine',
    value ->> 'at_ms'
from json_each($1)
where true
