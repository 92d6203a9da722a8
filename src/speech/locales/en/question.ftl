# A question's message and its result. Labels are not marked up.

daily-question = Daily question
question-of = Question { $place } of { $total }
press-one = Press a letter
press-some = Pick all that fit, then Done
press-in-order = Press them in order, then Done
reply-in-your-words = Reply to this question and explain
in-your-words = Explain it in your own words
reply-answer = Reply to this question
send-answer = Send your answer
seconds = { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
answered = { $count } answered
true = True
false = False

done = Done
undo = Undo
pick-here = Pick all that fit
answer-button = Answer
hint-button = Hint
privately-button = Answer privately
skip-button = Skip
a-number = A number
a-number-in = A number ({ $unit })
a-few-words = A few words

answer-is = Answer:
model-answer = Model answer:
made-by = ✓ { $count }
nobody-answered = Nobody answered.
right-of = { $right } of { $answered } right
right-and-partial-of = { $right } of { $answered } right, { $partial } partly
counts = Right { $right } · partly { $partial } · wrong { $wrong }
sources = Sources:
