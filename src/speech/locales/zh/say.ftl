# 短句：判分、确认、婉拒。
# `code` 和 **bold** 是 Markdown；外来文字最后才填进去，永远不当标记。

## 判分。手机上的一条浮窗，越短越好。

right = 答对了，+{ $points }
right-with-bonus = 答对了，+{ $points }（连续打卡 +{ $bonus }）
partial = 对了一部分，+{ $points }
partial-with-bonus = 对了一部分，+{ $points }（连续打卡 +{ $bonus }）
wrong = 这次没答对。
not-yet = 还不对，还能再试 { $tries } 次。
credit-is = 得分率 { $percent }%：
only-keywords = 只列关键词不算分，要说成句子。
only-the-question = 这只是把题目重复了一遍。
be-specific = 很接近了，能说得再准确点吗？
homophone = 读音对了，字不对，改一下再发。

expected-number = 这题请回一个数字，比如 42。
expected-letter = 这题请回一个字母，a 到 { $last } 选一个。
expected-letters = 这题可多选，请回所有对的字母，比如 a c（a 到 { $last }）。
expected-order = 这题请按顺序回 a 到 { $last } 的全部字母，比如 { $example }。
expected-truth = 这题请回「正确」或「错误」。
expected-sentences = 这题请用一两句话解释。
expected-words = 这题请用几个词回答。

answered-letters = 你选的是 { $said }：
answered-words = 你答的是「{ $said }」：
then-right = 对了，+{ $points }。
then-right-with-bonus = 对了，+{ $points }（连续打卡 +{ $bonus }）。
then-partial = 对了一部分，+{ $points }。
then-partial-with-bonus = 对了一部分，+{ $points }（连续打卡 +{ $bonus }）。
then-wrong = 没答对。
then-not-yet = 还不对，还能再试 { $tries } 次。

## 作答

picks = 已选 { $letters }，选全了就点「完成」。
picks-none = 现在一个都没选。把对的都点上，再点「完成」。
order-so-far = 已排 { $letters }，还差 { $missing } 个。
order-whole = 排好了：{ $letters }，没问题就点「完成」。
order-none = 现在一个都没排。从第一个开始，按先后顺序依次点。
order-missing = 还差 { $missing } 个没排。已排 { $letters }
order-missing-all = 还没排呢，从第一个开始，按先后顺序依次点。
nothing-picked = 还没选呢，至少选一个再点「完成」。
too-late = 来晚一步，这题已经结束了，下一题见。
unknown-round = 这题在这里已经不开放了，发 /quiz 换一道新的吧。
answer-as-yourself = 频道身份和匿名管理员不能答题，请切回自己的账号再试。
no-question-to-answer = 现在没有正在进行的题，发 /quiz 来一道。
nothing-open-here = 现在没有正在进行的题。发 /quiz 来一道，/topics 看有哪些主题，/help 看怎么用。
cannot-read = 没读到文字。请直接打字回答：回复时别关 @ 提醒，或者点题目下面的按钮作答。
hint-is = 提示：
no-hint = 这题没有提示。
hint-by-button = 请点题目下面的提示按钮，这样只有你自己看得到。

## 出题

quiz-started = 题来了。
no-such-topic = 没有「{ $asked }」这个主题。
nearest = 你要找的是不是：
there-are = 现有的是：
a-folder = `/quiz { $folder }`
near-topic = `/quiz { $slug }` — { $name }
all-topics = 发 /topics 看全部主题。
no-questions = 题库里还没有中文题。如果有英文题，管理员可以先切过去：`/language en`
not-a-count = 「{ $asked }」不是我能出的题数。
how-count = 请选 1 到 20，比如 `/quiz database 5`
series-runs = 这里有一轮还没结束。等它结束再来，或者发 /stop，这题过后就停。
question-open = 这里还有一题没结束。等它结束再来，或者发 /skip 跳过。
nothing-open = 现在没有正在进行的题，发 /quiz 来一道。
nothing-to-stop = 现在没有连续答题在进行，不用停。
not-yours = 只有发起的人或管理员能这么做。
skipped = 跳过了。
stopping = 好，这题结束后就停。
series-done = 这一轮 { $count } 题出完了，发 /top 看看排名。
series-exhausted = 合适的题都出完了，这一轮共 { $count } 题。发 /topics 换个主题继续。
series-unanswered = 连着两题没人答，这一轮先到这里。想继续就发 /quiz。
series-stopped = 这一轮停了，发 /top 看看排名。
not-posted = 题没发出去。请确认我在那个会话里有发言权限，再试一次。

## 群设置

daily-set = 定好了：每天 { $time }（{ $zone }）出一题，下一题在 { $next }。
daily-stands = 现在是每天 { $time }（{ $zone }）出一题，下一题在 { $next }。
daily-off = 每日一题关掉了。想恢复就发 `/daily 09:00`
no-daily = 还没有设每日一题。管理员发 `/daily 09:00` 或 `/daily 09:00 Asia/Shanghai` 就能开。
not-a-time = 没看懂「{ $asked }」是几点。
how-time = 时间写成几点几分，比如 `/daily 09:00`
not-a-zone = 没有「{ $asked }」这个时区。
how-zone = 时区这样写：`/timezone Asia/Shanghai`
language-set = 好，以后在这里我说中文。
not-a-language = 「{ $asked }」我还不会说。
how-language = 可以选 `/language zh`（中文）或 `/language en`（English）
zone-set = 时区改成 { $zone } 了，那里现在是 { $now }。
not-a-period = 没看懂「{ $asked }」是哪段时间。
how-period = 可以发 `/top today`（今天）、`/top week`（本周）、`/top month`（本月）或 `/top all`（全部）

## 权限

admins-only = 这个只有管理员能改，请找一位管理员帮忙。
could-not-check = 刚才没能确认你是不是管理员，什么都没改，请再试一次。
not-a-command = 没有「{ $asked }」这个命令。
how-command = 发 /help 看全部命令。
failed = 我这边出了点问题，请稍后再试。
