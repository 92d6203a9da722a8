insert into judgements (answer_id, seq, verdict, credit, points, bonus, judge, at_ms)
select value ->> 'answer', value ->> 'seq', value ->> 'verdict', value ->> 'credit', value ->> 'points', value ->> 'bonus',
    value ->> 'judge', value ->> 'at_ms'
from json_each($1)
where true
