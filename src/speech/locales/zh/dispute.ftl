# 「我答对了」：对判分提出异议，再由人裁定。按钮文字没有标记。

dispute-button = 我答对了
dispute-accept = 算对
dispute-refuse = 维持原判

## 用来裁定的消息。手机上看，要短。

dispute-claims = { $name } 认为自己答对了
dispute-reply = 回复：
dispute-by-admins = 管理员点一下即可裁定，7 天内有效。
dispute-by-players = 由另外三位玩家或一位管理员裁定，7 天内有效。
dispute-voices = 同意 { $accepting } · 不同意 { $refusing }
dispute-accepted-by = { $by } 裁定：算对。
dispute-accepted-by-players = 三位玩家裁定：算对。
dispute-refused-by = { $by } 裁定：维持原判。
dispute-refused-by-players = 三位玩家裁定：维持原判。
dispute-lapsed = 7 天内没有人裁定，维持原判。

## 只告诉点按钮的人。手机上的一条浮窗，越短越好。

dispute-raised = 「{ $said }」已提交给管理员，7 天内点一下就能裁定。
dispute-raised-to-players = 「{ $said }」已提交给大家，7 天内由三位玩家或一位管理员裁定。
dispute-another = 想申诉别的回答，发 `/dispute` 加上那个回答。
dispute-yours = 好，算你对，+{ $points }。
dispute-yours-without-points = 好，算你对，积分不变。
dispute-was-accepted = 已经裁定过了：这个回答算对。
dispute-was-accepted-by = { $by } 已经裁定：这个回答算对。
dispute-was-refused = 已经裁定过了：维持原判。
dispute-was-refused-by = { $by } 已经裁定：维持原判。
dispute-now-accepted = 已判为算对。
dispute-now-refused = 已维持原判。
dispute-noted = 记下了。同意 { $accepting }，不同意 { $refusing }，满三票就裁定。
dispute-not-answered = 这里没有你可以申诉的回答。只有已结束的题，而且是用文字或数字作答的，才能申诉。
dispute-full-marks = 你这题已经是满分了。
dispute-not-said = 「{ $said }」不是你在那题里没拿满分的回答。
dispute-only-words = 只有用文字或数字作答的题才能申诉，选择题不行。
dispute-still-open = 这题还没结束，结束后才能申诉。
dispute-too-late = 这题结束已超过 7 天，判分不再改了。
dispute-nobody-decides = 这里没有别人可以裁定。
dispute-unknown = 这里没有这条申诉。
dispute-not-your-own = 自己的回答要由别人来裁定。
dispute-only-players = 在本群答过题的人才能裁定。

## 由谁裁定

dispute-rule-admins = 有人点「我答对了」时，由管理员裁定。想让另外三位玩家也能裁定：`/disputes players`
dispute-rule-players = 有人点「我答对了」时，由另外三位玩家或一位管理员裁定。想只由管理员裁定：`/disputes admins`
dispute-rule-set-admins = 好，以后有人点「我答对了」，由管理员裁定。
dispute-rule-set-players = 好，以后有人点「我答对了」，由另外三位玩家或一位管理员裁定。
dispute-rule-how = 请选 `/disputes admins`（管理员）或 `/disputes players`（玩家）
