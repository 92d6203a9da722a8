//! Hostile and unlucky events, handed to the engine over a real database.

#[path = "engine/bench.rs"]
mod bench;

use bench::Bench;
use quizbot::engine::event::What;

const GROUP: &str = "-100";

#[tokio::test]
async fn a_group_that_the_bot_left_sleeps_though_only_its_topics_are_known() {
    let mut bench = Bench::new().await;
    bench.command("-100/5", "1", "daily 09:00").await;
    bench.write("update chats set asleep = 1").await;
    let gone = bench.event(GROUP, "1", What::Gone);
    bench.handle(gone).await;
    assert_eq!(bench.number("select awake from spaces where address = '-100'").await, 0);
    let joined = bench.event(GROUP, "1", What::Joined);
    bench.handle(joined).await;
    assert_eq!(bench.number("select awake from spaces where address = '-100'").await, 1);
    assert_eq!(bench.number("select count(*) from chats where asleep = 1").await, 0, "its home wakes too");
}
