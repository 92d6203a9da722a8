# 终端聊天的开场白，每行不超过 78 列。这里没有标记。

terminal-answering = 发 /quiz 出题：打选项字母（b 或 a c），或者直接打字作答。
terminal-leaving = 发 /skip 结束这题，/help 看全部命令，按 Ctrl-D 退出。
terminal-speaking = 换个人说话：ada> b 或 ada presses b
terminal-switching = 用中文：/language zh
