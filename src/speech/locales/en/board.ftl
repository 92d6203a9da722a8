# Boards, a player's own page, topics, help.

leaderboard = Leaderboard
board-empty = Nobody has points here yet. Send /quiz for a question.

me-empty = No answers yet. Send /quiz for a first question.
me-points = Points:
me-rank = Rank: { $rank } of all time
me-right = Right: { $right } of { $answered } ({ $percent }%)
me-streak = Streak: { $length } daily { $length ->
    [one] question
   *[other] questions
} in a row 🔥 (best { $best })
me-streak-none = Streak: none yet, the next daily question starts one
me-no-streak = Streak: none right now (best { $best })
me-topics = By topic
me-topic = { $topic }: { $right } of { $answered } ({ $percent }%)

no-topics = There are no questions here yet.
topics-how = Ask for one topic with `/quiz { $topic }`, or for a whole folder with `/quiz { $folder }`

help-about = I ask your group interview questions: one a day by plan, and more whenever you like.
help-points = I grade every answer at once and keep the leaderboard.
help-group = To answer, press a letter under the question, or reply to its message.
help-private = In a private chat, just send your answer.
admins = (admins)
