# 排行榜、个人页、主题、帮助。

leaderboard = 排行榜
board-empty = 还没有人得分，发 /quiz 来第一题吧。

me-empty = 还没答过题，发 /quiz 来第一题吧。
me-points = 积分：
me-rank = 总排名：第 { $rank } 名
me-right = 正确率：{ $percent }%（{ $answered } 题对 { $right } 题）
me-streak = 连续打卡：{ $length } 次 🔥（最长 { $best } 次）
me-streak-none = 连续打卡：还没开始，从下一道每日一题算起
me-no-streak = 连续打卡：暂时断了（最长 { $best } 次）
me-topics = 各主题
me-topic = { $topic }：{ $percent }%（{ $answered } 题对 { $right } 题）

no-topics = 题库里还没有题。
topics-how = 想练某个主题，发 `/quiz { $topic }`；想练整个目录，发 `/quiz { $folder }`

help-about = 我给大家出面试题：每天定时一题，想多练随时叫我。
help-points = 答完立刻判分，排行榜也由我来记。
help-group = 群里作答：点题目下面的字母，或者回复那条消息。
help-private = 私聊里直接发答案就行。
admins = （管理员）
