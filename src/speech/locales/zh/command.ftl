# 菜单和帮助。这里没有标记，菜单会原样显示；每条最多 100 字。

usage-quiz = /quiz [主题] [题数]
usage-daily = /daily [HH:MM|off] [时区]
usage-top = /top [today|week|month|all]
usage-me = /me
usage-hint = /hint
usage-skip = /skip
usage-stop = /stop
usage-topics = /topics
usage-language = /language en|zh
usage-timezone = /timezone 时区
usage-help = /help
usage-start = /start

command-quiz = 马上来一题，或者连出几题（最多 20 题）
command-daily = 设置、关闭或查看每日一题
command-top = 排行榜，总能看到自己的名次
command-me = 我的积分、各主题正确率和连续打卡
command-hint = 看这题的提示，得分减半
command-skip = 跳过这题（发起人或管理员）
command-stop = 结束这一轮（发起人或管理员）
command-topics = 全部主题和题数
command-language = 本群用哪种语言
command-timezone = 本群的时区
command-help = 看看我会什么
command-start = 打个招呼，看看我会什么

option-quiz-topic = 主题或主题目录，不填就是全部
option-quiz-count = 出几题，1 到 20
option-daily-time = 当地时间，如 09:00；填 off 关闭
option-daily-zone = 时区，如 Asia/Shanghai
option-top-period = 今天、本周、本月或全部
option-language-to = zh 是中文，en 是英文
option-timezone-zone = 时区，如 Asia/Shanghai

period-today = 今天
period-week = 本周
period-month = 本月
period-all = 全部

called-quiz = 出题
called-quiz-topic = 主题
called-quiz-count = 题数
called-daily = 每日一题
called-daily-time = 时间
called-daily-zone = 时区
called-top = 排行榜
called-top-period = 时段
called-me = 我的成绩
called-hint = 提示
called-skip = 跳过
called-stop = 停止
called-topics = 主题
called-language = 语言
called-language-to = 语言
called-timezone = 时区
called-timezone-zone = 时区
called-help = 帮助
called-start = 开始
called-top-period-today = 今天
called-top-period-week = 本周
called-top-period-month = 本月
called-top-period-all = 全部
called-language-to-en = English
called-language-to-zh = 中文
