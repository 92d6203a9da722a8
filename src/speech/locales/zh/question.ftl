# 题面和结果。按钮文字没有标记。

daily-question = 每日一题
question-of = 第 { $place } / { $total } 题
press-one = 点字母作答
press-some = 多选，选全后点「完成」
press-in-order = 按先后顺序依次点，点完再点「完成」
reply-in-your-words = 回复本题，用自己的话解释
in-your-words = 用自己的话解释
reply-answer = 回复本题作答
send-answer = 直接发答案
seconds = { $seconds } 秒
answered = { $count } 人已答
true = 正确
false = 错误

done = 完成
undo = 撤回
pick-here = 可多选
answer-button = 作答
hint-button = 提示
privately-button = 私聊作答
skip-button = 跳过
a-number = 一个数字
a-number-in = 一个数字（单位：{ $unit }）
a-few-words = 几个词

answer-is = 答案：
model-answer = 参考答案：
made-by = ✓ { $count } 人
nobody-answered = 这题没人作答。
right-of = { $answered } 人作答，{ $right } 人答对
right-and-partial-of = { $answered } 人作答，{ $right } 人答对，{ $partial } 人对了一部分
counts = 答对 { $right } · 部分对 { $partial } · 答错 { $wrong }
sources = 出处：
