# Menus and help. No markup here: menus show it as it stands. At most 100 characters each.

usage-quiz = /quiz [topic] [count]
usage-daily = /daily [HH:MM|off] [zone]
usage-top = /top [today|week|month|all]
usage-me = /me
usage-hint = /hint
usage-skip = /skip
usage-stop = /stop
usage-topics = /topics
usage-language = /language en|zh
usage-timezone = /timezone zone
usage-help = /help
usage-start = /start

command-quiz = One question now, or a series of up to 20
command-daily = Plan a question every day at this time, end the plan, or show it
command-top = The leaderboard, with your own row
command-me = Your points, accuracy by topic and streak
command-hint = A hint for the open question; it halves the points
command-skip = Skip the open question (whoever started it, or admins)
command-stop = End the running series (whoever started it, or admins)
command-topics = All topics with their number of questions
command-language = The language of this group
command-timezone = The time zone of this group
command-help = What I can do
command-start = Say hello and show what I can do

option-quiz-topic = A topic, a folder of topics, or nothing for all
option-quiz-count = How many questions, 1 to 20
option-daily-time = A local time such as 09:00, or off
option-daily-zone = A time zone such as Europe/Berlin
option-top-period = Today, this week, this month or all time
option-language-to = en for English, zh for Chinese
option-timezone-zone = A time zone such as Europe/Berlin

period-today = Today
period-week = This week
period-month = This month
period-all = All time

called-quiz = quiz
called-quiz-topic = topic
called-quiz-count = count
called-daily = daily
called-daily-time = time
called-daily-zone = zone
called-top = top
called-top-period = period
called-me = me
called-hint = hint
called-skip = skip
called-stop = stop
called-topics = topics
called-language = language
called-language-to = to
called-timezone = timezone
called-timezone-zone = zone
called-help = help
called-start = start
called-top-period-today = today
called-top-period-week = week
called-top-period-month = month
called-top-period-all = all
called-language-to-en = English
called-language-to-zh = 中文
