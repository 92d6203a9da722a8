# `quizbot doctor` 的检查结果。都是表格里的单元格，这里没有标记。

doctor-column-grade = 状态
doctor-column-where = 对象
doctor-column-what = 结果
doctor-column-advice = 怎么办
doctor-well = 正常
doctor-warning = 警告
doctor-trouble = 故障
doctor-yes = 能
doctor-no = 不能

doctor-no-token = 没有配置任何平台的令牌，quizbot 会以终端聊天的方式运行。
doctor-no-token-advice = 设置 QUIZBOT_TELEGRAM_TOKEN 或 QUIZBOT_DISCORD_TOKEN，获取方法见 README。
doctor-bad-configuration = 配置有 { $count } 处错误，quizbot 无法启动。
doctor-bad-configuration-advice = 运行 quizbot check 查看。
doctor-no-database = 还没有数据库，也就还没有已知的群。
doctor-bad-database = 读不到已知的群：
doctor-start-advice = 启动机器人即可，它会自己处理。
doctor-off = 未启用：没有配置令牌。
doctor-bad-account = 账号配置不可用：
doctor-bad-account-advice = 改正配置里的令牌或地址。
doctor-token-refused = 令牌被拒绝：填错了，或者已被吊销。
doctor-token-refused-advice = 重新复制一份：Telegram 找 @BotFather（/token），Discord 在开发者后台的 Bot 页面。
doctor-away = 连接不上：
doctor-silent = { $seconds } 秒内没有响应。
doctor-away-advice = 检查网络、防火墙、代理，以及配置里的 api_url。
doctor-unsaid = 没能查到：
doctor-unsaid-advice = 过一会儿再试。
doctor-bot = 令牌有效：{ $name }。

doctor-privacy-on = 隐私模式已开启：在群里，机器人收得到按钮、命令和对它自己消息的回复，收不到对别人消息的回复。
doctor-privacy-on-advice = 不用处理。确实要读这类回复时，把机器人设为群管理员，或者在 @BotFather 用 /setprivacy 关闭隐私模式，再把它重新拉进群。
doctor-privacy-off = 隐私模式已关闭：群里的所有消息机器人都收得到，包括对别人消息的回复。
doctor-privacy-off-advice = 不用处理。机器人用不到这么多，可以在 @BotFather 用 /setprivacy 开启隐私模式。
doctor-no-groups = 机器人不能被拉进群。
doctor-no-groups-advice = 在 @BotFather 用 /setjoingroups 允许进群。
doctor-no-webhook = { $waiting ->
    [0] 没有设置 webhook。
   *[other] 没有设置 webhook，有 { $waiting } 条更新等待拉取。
}
doctor-webhook = 设置了 webhook（{ $host }）：只要它还在，getUpdates 就会失败，机器人什么也收不到。
doctor-webhook-advice = 启动机器人，它会移除 webhook。如果又出现，说明另有程序在用这个令牌，两边要各用各的机器人。
doctor-commands-set = 命令已注册。
doctor-commands-differ = 已注册的命令与当前版本不一致。
doctor-sessions = 今天还能建立 { $left } 次会话，上限 { $total } 次。
doctor-sessions-advice = 有程序在反复连接：检查是否有机器人在循环重启，或者另有程序在用这个令牌。

doctor-may-write = 能发消息。置顶：{ $pin }；删除别人的消息：{ $delete }。
doctor-topics-advice = 这个群开了话题：某个话题是否已关闭，要到发消息时才知道。
doctor-may-all = 用到的权限都有。
doctor-lacks = 缺少权限：
doctor-lacks-advice = 给机器人的身份组加上，或者在频道自己的权限里加上。
doctor-right-view = 查看频道
doctor-right-send = 发送消息
doctor-right-threads = 在子区内发送消息
doctor-right-embed = 嵌入链接
doctor-right-attach = 附加文件
doctor-right-history = 阅读消息历史记录
doctor-right-react = 添加反应
doctor-private = 私聊；机器人是否被屏蔽，要到发消息时才知道。
doctor-muted = 机器人在群里，但被禁言。
doctor-muted-advice = 请管理员允许它发消息。
doctor-locked = 子区已锁定，不能再发消息。
doctor-locked-advice = 解锁，或者到别的频道重新设置 /daily。
doctor-not-there = 机器人不在那里，或者看不到那里。
doctor-not-there-advice = 还要用的话，重新把它加进去，并让它看得到频道；否则下次发消息被拒后就会休眠。
doctor-vanished = 找不到这个群：已被删除，或者从未对这个机器人开放。
doctor-vanished-advice = 如果换了新机器人的令牌，把新机器人拉进群。否则下次发消息被拒后就会休眠。
doctor-moved = 已升级为超级群，地址变了。
doctor-moved-advice = 不用处理：机器人下次发消息时会跟着搬过去。
doctor-left-out = 还有 { $count } 个已知的群没有检查。
doctor-left-out-advice = 不用处理：从最新的开始，只检查有限的个数。
doctor-asleep = 有 { $count } 个已知的群处于休眠：机器人被移出，或者不能发消息。
doctor-asleep-advice = 不用处理：机器人被重新加入，或者有人跟它说话时，就会恢复。
