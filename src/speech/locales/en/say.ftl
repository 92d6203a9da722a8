# Short sentences: verdicts, confirmations, refusals.
# `code` and **bold** are Markdown. What comes from outside is put in later and is never markup.

## Verdicts. A toast on a phone: short.

right = Right. +{ $points }
right-with-bonus = Right. +{ $points } (streak +{ $bonus })
partial = Partly right. +{ $points }
partial-with-bonus = Partly right. +{ $points } (streak +{ $bonus })
wrong = Not this time.
not-yet = Not yet. { $tries ->
    [one] 1 try left.
   *[other] { $tries } tries left.
}
credit-is = That is worth { $percent }%:
only-keywords = That is a list of words: only sentences count.
only-the-question = That only repeats the question.
be-specific = Close. Can you say it more exactly?
homophone = Close: it sounds right, but other characters are meant.

expected-number = Please answer with a number, such as 42.
expected-letter = Please answer with one letter, a to { $last }.
expected-letters = Please answer with the letters of all that fit, such as a c (a to { $last }).
expected-order = Please answer with all letters from a to { $last } in order, such as { $example }.
expected-truth = Please answer true or false.
expected-sentences = Please explain it in a sentence or two.
expected-words = Please answer in a few words.

answered-letters = You answered { $said }:
answered-words = You answered "{ $said }":
then-right = right, +{ $points }.
then-right-with-bonus = right, +{ $points } (streak +{ $bonus }).
then-partial = partly right, +{ $points }.
then-partial-with-bonus = partly right, +{ $points } (streak +{ $bonus }).
then-wrong = not this time.
then-not-yet = not yet. { $tries ->
    [one] 1 try left.
   *[other] { $tries } tries left.
}

## Answers

picks = Picked: { $letters }. Press Done when that is all.
picks-none = Nothing is picked now. Pick all that fit, then press Done.
order-so-far = So far: { $letters }. { $missing ->
    [one] 1 is missing.
   *[other] { $missing } are missing.
}
order-whole = Your order: { $letters }. Press Done to hand it in.
order-none = Nothing is picked now. Press them in order, the first one first.
order-missing = { $missing ->
    [one] 1 is still missing.
   *[other] { $missing } are still missing.
} So far: { $letters }
order-missing-all = Nothing is picked yet. Press them in order, the first one first.
nothing-picked = Nothing is picked yet. Pick at least one, then press Done.
too-late = Too late: this question is closed. There will be another one.
unknown-round = This question isn't open here any more. Send /quiz for a new one.
answer-as-yourself = Only people can answer. Please switch from the channel or anonymous admin to your own account and try again.
no-question-to-answer = No question is open here right now. Send /quiz for one.
nothing-open-here = No question is open right now. Send /quiz for one, /topics to see what there is, or /help.
cannot-read = I couldn't see any words there. Please answer in text: keep the ping on when you reply, or use the button under the question.
hint-is = Hint:
no-hint = This question has no hint.
hint-by-button = Press the hint button under the question: then only you will see it.

## Quizzes

quiz-started = Here it comes.
no-such-topic = There is no topic "{ $asked }".
nearest = Did you mean:
there-are = There are:
a-folder = `/quiz { $folder }`
near-topic = `/quiz { $slug }` — { $name }
all-topics = /topics shows them all.
no-questions = There are no questions in English here yet. If there are Chinese ones, an admin can switch: `/language zh`
not-a-count = "{ $asked }" isn't a number of questions that I can ask.
how-count = Choose 1 to 20, for example `/quiz database 5`
series-runs = A series is still running here. Ask again when it has ended; /stop ends it after the open question.
question-open = A question is still open here. Ask again when it has ended; /skip ends it now.
nothing-open = No question is open here. Send /quiz for one.
nothing-to-stop = No series is running here, so there is nothing to stop.
not-yours = Only whoever started it or an admin can do that.
skipped = Skipped.
stopping = Alright, the series ends after this question.
series-done = { $count ->
    [one] That was the series: 1 question.
   *[other] That was the series: { $count } questions.
} Send /top for the leaderboard.
series-exhausted = { $count ->
    [one] The series ends after 1 question: there are no more that fit.
   *[other] The series ends after { $count } questions: there are no more that fit.
} Send /topics to choose another topic.
series-unanswered = Nobody answered two questions in a row, so the series ends here. Send /quiz when you are back.
series-stopped = The series is stopped. Send /top for the leaderboard.
not-posted = I couldn't post the question there. Please check that I may write in that chat, then try again.

## The group's settings

daily-set = Done: a question every day at { $time } ({ $zone }). The next one comes { $next }.
daily-stands = There is a question every day at { $time } ({ $zone }). The next one comes { $next }.
daily-off = The daily question is off. To have it again: `/daily 09:00`
no-daily = No daily question is planned. An admin can plan one: `/daily 09:00` or `/daily 09:00 Europe/Berlin`
not-a-time = I can't read "{ $asked }" as a time.
how-time = Write hours and minutes, for example `/daily 09:00`
not-a-zone = I don't know a time zone "{ $asked }".
how-zone = Write it like this: `/timezone Europe/Berlin`
language-set = I speak English here now.
not-a-language = I don't speak "{ $asked }".
how-language = Choose `/language en` (English) or `/language zh` (中文)
zone-set = The time zone is { $zone } now. It is { $now } there.
not-a-period = I can't read "{ $asked }" as a period.
how-period = Try `/top today`, `/top week`, `/top month` or `/top all`

## Who may what

admins-only = Only an admin can do that here. Please ask one.
could-not-check = I couldn't check just now whether you are an admin. Nothing has changed; please try again.
not-a-command = There is no command "{ $asked }".
how-command = Send /help to see them all.
failed = Something went wrong on my side. Please try again in a moment.
