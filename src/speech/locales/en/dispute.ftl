# "I was right": a judgement is disputed and decided. Labels are not marked up.

dispute-button = I was right
dispute-accept = Accept
dispute-refuse = Refuse

## The post by which it is decided: short, it is read on a phone.

dispute-claims = { $name } says: I was right
dispute-reply = Reply:
dispute-by-admins = An admin decides with one press, within 7 days.
dispute-by-players = Three other players, or an admin, decide within 7 days.
dispute-voices = Accept { $accepting } · refuse { $refusing }
dispute-accepted-by = Accepted by { $by }: it counts as right.
dispute-accepted-by-players = Accepted by three players: it counts as right.
dispute-refused-by = Refused by { $by }: the judgement stands.
dispute-refused-by-players = Refused by three players: the judgement stands.
dispute-lapsed = Nobody decided within 7 days: the judgement stands.

## To whoever pressed. A toast on a phone: short.

dispute-raised = I have asked the admins about "{ $said }". One press of theirs decides, within 7 days.
dispute-raised-to-players = I have asked the others about "{ $said }". Three players, or an admin, decide within 7 days.
dispute-another = Another reply? Send `/dispute` and its words.
dispute-yours = Then it counts as right: +{ $points }.
dispute-yours-without-points = Then it counts as right. Your points stay as they are.
dispute-was-accepted = It was accepted: that reply counts as right.
dispute-was-accepted-by = { $by } accepted it: that reply counts as right.
dispute-was-refused = It was refused: the judgement stands.
dispute-was-refused-by = { $by } refused it: the judgement stands.
dispute-now-accepted = Accepted.
dispute-now-refused = Refused.
dispute-noted = Noted. Accept { $accepting }, refuse { $refusing }: three of a kind decide.
dispute-not-answered = There is no answer of yours here that you could dispute. It must be in words or a number, and its question closed.
dispute-full-marks = Your answer has full marks already.
dispute-not-said = "{ $said }" is no reply of yours to that question which got less than full marks.
dispute-only-words = Only answers in words or numbers can be disputed, not what was picked.
dispute-still-open = This question is still open. You can dispute once it is closed.
dispute-too-late = This question closed more than 7 days ago: its judgements stand.
dispute-nobody-decides = There is nobody here who could decide that.
dispute-unknown = I know of no such dispute here.
dispute-not-your-own = About your own reply the others decide.
dispute-only-players = Only those who have answered questions in this group decide.

## Who decides

dispute-rule-admins = When somebody says "I was right", an admin decides. To let three other players decide too: `/disputes players`
dispute-rule-players = When somebody says "I was right", three other players decide, or an admin. To leave it to admins: `/disputes admins`
dispute-rule-set-admins = Done: when somebody says "I was right", an admin decides.
dispute-rule-set-players = Done: when somebody says "I was right", three other players decide, or an admin.
dispute-rule-how = Choose `/disputes admins` or `/disputes players`
