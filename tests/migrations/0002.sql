-- A small base as the program of step 2 leaves it: one group, a closed daily with a right answer, an open quiz.
insert into groups (id, language, time_zone, created_at_ms) values (1, 'zh', 'Asia/Shanghai', 1);
insert into spaces (id, platform, address, group_id, title, private, created_at_ms) values (1, 'telegram', '-100', 1, '后端小组', 0, 1);
insert into chats (id, space_id, platform, address, thread, last_seen) values (1, 1, 'telegram', '-100', '', '7');
update spaces set home_chat_id = 1 where id = 1;
insert into players (id, created_at_ms) values (1, 1), (2, 1);
insert into accounts (id, player_id, platform, address, name, created_at_ms) values (1, 1, 'telegram', '11', 'ada', 1), (2, 2, 'telegram', '12', '小本', 1);
insert into plans (group_id, time, since_ms) values (1, '09:00', 1);
insert into questions (hash, question, topic, content) values ('h1', 'database/locking/clause', 'database/locking', '{}');
insert into series (id, group_id, chat_id, account_id, topic, total, asked, state, created_at_ms) values (1, 1, 1, 1, 'database', 3, 1, 'open', 20);
insert into rounds (id, group_id, mode, day, slot, daily_number, private, language, topic, question, question_hash, option_order, state, asked_at_ms, opened_at_ms, closes_at_ms, closed_at_ms, answered)
values (101, 1, 'daily', '2026-03-01', '2026-03-01 09:00', 1, 0, 'zh', 'database/locking', 'database/locking/clause', 'h1', '[0,1]', 'closed', 10, 11, 12, 12, 1);
insert into rounds (id, group_id, mode, day, series_id, account_id, private, language, topic, question, question_hash, option_order, state, asked_at_ms, opened_at_ms, closes_at_ms)
values (102, 1, 'quiz', '2026-03-01', 1, 1, 0, 'zh', 'database/locking', 'database/locking/clause', 'h1', '[1,0]', 'open', 20, 21, 60021);
insert into slots (group_id, slot, state, round_id, at_ms) values (1, '2026-03-01 09:00', 'asked', 101, 10);
insert into posts (id, chat_id, kind, round_id, state, created_at_ms) values (501, 1, 'question', 101, 'sent', 10), (502, 1, 'question', 102, 'sent', 20);
insert into messages (platform, address, message, thread, post_id, part) values ('telegram', '-100', '6', '', 501, 0), ('telegram', '-100', '7', '', 502, 0);
insert into drafts (round_id, account_id, picks) values (102, 1, '[0]');
insert into hints (round_id, player_id, at_ms) values (102, 2, 22);
insert into answers (id, round_id, account_id, attempt, said, picks, hinted, at_ms) values (1, 101, 1, 1, 'a', '[0]', 0, 11);
insert into judgements (answer_id, seq, verdict, credit, points, bonus, judge, at_ms) values (1, 1, 'right', 1.0, 20, 0, 'engine', 11);
insert into scores (round_id, player_id, answer_id, seq, verdict, points, at_ms) values (101, 1, 1, 1, 'right', 20, 11);
insert into standings (group_id, period, player_id, points, reached_at_ms) values (1, '2026-03-01', 1, 20, 11), (1, '2026-W09', 1, 20, 11), (1, '2026-03', 1, 20, 11), (1, 'all', 1, 20, 11);
insert into point_counts (group_id, period, points, players) values (1, '2026-03-01', 20, 1), (1, '2026-W09', 20, 1), (1, '2026-03', 20, 1), (1, 'all', 20, 1);
insert into streaks (group_id, player_id, last_number, length, best) values (1, 1, 1, 1, 1);
insert into outbox (id, platform, lane, kind, post_id, chat_id, card, created_at_ms) values (1, 'telegram', 'chat:1', 'edit', 502, 1, '{"blocks":[]}', 22);
insert into seen (key, at_ms) values ('tg:1:1', 11);
insert into errors (id, key, event, error, at_ms) values (1, 'tg:1:2', 'Reply', 'boom', 12);
insert into answers (id, round_id, account_id, attempt, said, hinted, at_ms) values (2, 101, 2, 1, '排他锁', 0, 11);
insert into judgements (answer_id, seq, verdict, credit, points, bonus, judge, at_ms) values (2, 1, 'wrong', 0.0, 0, 0, 'engine', 11);
insert into posts (id, chat_id, kind, state, created_at_ms) values (503, 1, 'reply', 'sent', 30);
insert into disputes (answer_id, round_id, form, post_id, state, opened_at_ms) values (2, 101, '排他锁', 503, 'open', 30);
insert into dispute_voices (answer_id, player_id, accepts, at_ms) values (2, 1, 1, 31);
insert into aliases (group_id, question, form, said, account_id, decided_by, at_ms) values (1, 'database/locking/clause', '行锁', '行锁', 2, 1, 32);
