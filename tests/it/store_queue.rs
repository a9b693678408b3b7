//! The queue out of the store: order, views, filters, pages, counters, search.

use proptest::prelude::*;
use serde_json::json;
use sincerely::model::queue::{Filter, From, Mark, OwnerFilter, Page, QueueRow, View};
use sincerely::model::{Channel, State};
use sincerely::store::Store;

use super::store_world::*;

async fn page(store: &Store, filter: &Filter, from: From, limit: usize) -> Page {
    store.page(filter, &asker(), from, limit).await.expect("a page")
}

fn numbers(rows: &[QueueRow]) -> Vec<u64> {
    rows.iter().map(|r| r.number).collect()
}

async fn all(store: &Store, filter: &Filter) -> Vec<u64> {
    numbers(&page(store, filter, From::Top, 100).await.rows)
}

/// One case of every sort that a view or filter tells apart.
async fn mixed() -> (tempfile::TempDir, Store) {
    let (dir, store) = store().await;
    let cases = [
        case(1, json!({ "rank": 0, "call": { "trigger": "safety", "by": me(), "at": hours(-1) } })),
        case(2, json!({ "rank": 1, "owner": me(), "next_due": { "id": id(1), "kind": "promise", "at": hours(2) } })),
        case(3, json!({ "rank": 1, "owner": me(), "next_due": { "id": id(2), "kind": "promise", "at": hours(1) } })),
        case(4, json!({ "rank": 2, "is_public": true, "channel": "review", "owner": somebody_else() })),
        case(5, json!({ "rank": 2, "waiting_since": null, "state": "waiting_customer", "first_reply_at": hours(-2) })),
        case(6, json!({ "rank": 2, "vip": true, "waiting_since": hours(-30) })),
        case(7, json!({ "rank": 9, "state": "closed", "waiting_since": null })),
        case(8, json!({ "rank": 1, "next_due": { "id": id(3), "kind": "reminder", "at": hours(200) } })),
        case(9, json!({ "rank": 2, "ambiguous_consent": { "message": id(5), "at": hours(-3) } })),
        case(10, json!({ "rank": 0, "merged_into": id(1) })),
    ];
    put(&store, cases.iter().map(|c| change("case", c)).collect()).await;
    (dir, store)
}

#[tokio::test]
async fn r60_r102_the_queue_is_in_urgency_order_and_each_view_shows_its_own() {
    let (_dir, store) = mixed().await;
    let view = |view| Filter { view, ..Filter::default() };
    assert_eq!(all(&store, &view(View::All)).await, [1, 3, 2, 8, 6, 4, 9, 5]);
    assert_eq!(all(&store, &view(View::Mine)).await, [3, 2]);
    assert_eq!(all(&store, &view(View::Unanswered)).await, [1, 3, 2, 8, 6, 4, 9]);
    assert_eq!(all(&store, &view(View::DueToday)).await, [3, 2]);
    assert_eq!(all(&store, &view(View::Calls)).await, [1]);
    assert_eq!(all(&store, &view(View::Public)).await, [4]);
    assert_eq!(all(&store, &view(View::Ended)).await, [7], "a merged case lives on in another one");
}

#[tokio::test]
async fn r97_a_friendly_call_stands_among_the_calls_after_the_end_too() {
    let (_dir, store) = mixed().await;
    let call = |trigger: &str| json!({ "trigger": trigger, "by": me(), "at": hours(-1) });
    let ended =
        |n, trigger| case(n, json!({ "rank": 120, "state": "solved", "waiting_since": null, "call": call(trigger) }));
    put(&store, vec![change("case", &ended(11, "courtesy")), change("case", &ended(12, "safety"))]).await;
    let calls = Filter { view: View::Calls, ..Filter::default() };
    assert_eq!(all(&store, &calls).await, [1, 11], "another call ended with its case");
    assert_eq!(store.counts(&asker()).await.unwrap().calls, 2);
    assert_eq!(store.counts(&asker()).await.unwrap().all, 8, "it is no active case");
    put(&store, vec![change("case", &case(11, json!({ "rank": 120, "state": "solved", "waiting_since": null })))])
        .await;
    assert_eq!(all(&store, &calls).await, [1]);
    assert_eq!(store.counts(&asker()).await.unwrap().calls, 1);
}

#[tokio::test]
async fn every_filter_narrows_every_view() {
    let (_dir, store) = mixed().await;
    let filter = |change: &dyn Fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        filter
    };
    assert_eq!(all(&store, &filter(&|f| f.channel = Some(Channel::Review))).await, [4]);
    assert_eq!(all(&store, &filter(&|f| f.state = Some(State::WaitingCustomer))).await, [5]);
    assert_eq!(all(&store, &filter(&|f| f.state = Some(State::Closed))).await, [7]);
    assert_eq!(all(&store, &filter(&|f| f.owner = OwnerFilter::Of(somebody_else()))).await, [4]);
    assert_eq!(all(&store, &filter(&|f| f.owner = OwnerFilter::Nobody)).await, [1, 8, 6, 9, 5]);
    assert_eq!(all(&store, &filter(&|f| f.mark = Some(Mark::Vip))).await, [6]);
    assert_eq!(all(&store, &filter(&|f| f.mark = Some(Mark::Ambiguous))).await, [9]);
    // Every combination is a query that SQLite can answer with the index chosen for it.
    let views = [View::All, View::Mine, View::Unanswered, View::DueToday, View::Calls, View::Public, View::Ended];
    let marks = [
        None,
        Some(Mark::Call),
        Some(Mark::Public),
        Some(Mark::Vip),
        Some(Mark::Ambiguous),
        Some(Mark::Unsent),
        Some(Mark::Unread),
        Some(Mark::Draft),
    ];
    for view in views {
        for mark in marks {
            for owner in [OwnerFilter::Any, OwnerFilter::Nobody, OwnerFilter::Of(me())] {
                for state in [None, Some(State::New), Some(State::Closed)] {
                    for channel in [None, Some(Channel::Email)] {
                        let filter = Filter { view, mark, owner, state: state.clone(), channel, search: String::new() };
                        page(&store, &filter, From::Around(case_id(3)), 3).await;
                        page(&store, &filter, From::Bottom, 3).await;
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn r60_counters_follow_every_change() {
    let (_dir, store) = mixed().await;
    let counts = store.counts(&asker()).await.unwrap();
    assert_eq!((counts.all, counts.mine, counts.unanswered), (8, 2, 7));
    assert_eq!((counts.due_today, counts.calls, counts.public), (2, 1, 1));
    assert_eq!(counts.oldest_wait.unwrap().to_string(), hours(-30));
    // 3 is answered and let go, 4 is closed, 6 is taken out of the feed, 2 comes again unchanged.
    let changes = vec![
        change("case", &case(3, json!({ "state": "waiting_customer", "waiting_since": null }))),
        change("case", &case(4, json!({ "state": "closed", "is_public": true, "waiting_since": null }))),
        change(
            "case",
            &case(
                2,
                json!({ "rank": 1, "owner": me(), "next_due": { "id": id(1), "kind": "promise", "at": hours(2) } }),
            ),
        ),
        gone("case", id(6)),
    ];
    put(&store, changes).await;
    let counts = store.counts(&asker()).await.unwrap();
    assert_eq!((counts.all, counts.mine, counts.unanswered), (6, 1, 4));
    assert_eq!((counts.due_today, counts.calls, counts.public), (1, 1, 0));
    assert_eq!(counts.oldest_wait.unwrap().to_string(), hours(-24));
}

#[tokio::test]
async fn a_page_around_a_case_finds_it_wherever_it_stands() {
    let (_dir, store) = mixed().await;
    let around = page(&store, &Filter::default(), From::Around(case_id(8)), 3).await;
    assert_eq!((numbers(&around.rows), around.at_top, around.at_bottom), (vec![2, 8, 6], false, false));
    let last = page(&store, &Filter::default(), From::Around(case_id(5)), 3).await;
    assert_eq!((numbers(&last.rows), last.at_top, last.at_bottom), (vec![4, 9, 5], false, true));
    let not_there = page(&store, &Filter::default(), From::Around(case_id(7)), 3).await;
    assert_eq!((numbers(&not_there.rows), not_there.at_top), (vec![1, 3, 2], true));
}

#[tokio::test]
async fn search_folds_case_yo_and_romanian_marks_and_finds_customer_subject_and_text() {
    let (_dir, store) = store().await;
    let changes = vec![
        change("case", &case(1, json!({ "subject": "Счёт за ёлку", "customer_name": "Кузнецова М.И." }))),
        change("case", &case(2, json!({ "subject": "Comandă întârziată" }))),
        change("case", &case(3, json!({ "subject": "Charged twice", "state": "closed", "waiting_since": null }))),
        change("message", &message(1, 1, "Здравствуйте! Розетка в детской искрит.")),
        change("message", &message(2, 2, "Aştept de două luni răspunsul dumneavoastră.")),
    ];
    put(&store, changes).await;
    for (typed, found) in [
        ("ЕЛКУ", vec![1]),
        ("ёлк", vec![1]),
        ("кузнецова розетка", vec![1]),
        ("«в детской»", vec![1]),
        ("\"детской в\"", vec![]),
        ("intarziata", vec![2]),
        ("AȘTEPT RASP", vec![2]),
        ("charged", vec![3]),
        ("charged елку", vec![]),
        ("  ", vec![1, 2]),
    ] {
        let filter = Filter { search: typed.to_owned(), ..Filter::default() };
        assert_eq!(all(&store, &filter).await, found, "{typed}");
    }
    // What stands inside of a name or a subject, and a sign.
    let more = vec![
        change("case", &case(4, json!({ "subject": "Просроченный творог", "customer_name": "КотБегемот" }))),
        change("message", &message(4, 4, "Согласен 👍🏽 начинайте")),
    ];
    put(&store, more).await;
    for (typed, found) in [
        ("Бегемот", vec![4]),
        ("сроченн", vec![4]),
        ("бегемот творог", vec![4]),
        ("гемот", vec![4]),
        ("отбег", vec![4]),
        ("бегемотик", vec![]),
        ("«гемот»", vec![]),
        ("👍", vec![4]),
        ("👍🏽 начин", vec![4]),
        ("👎", vec![]),
        ("рози", vec![]),
    ] {
        let filter = Filter { search: typed.to_owned(), ..Filter::default() };
        assert_eq!(all(&store, &filter).await, found, "{typed}");
    }
    put(&store, vec![gone("case", case_id(4).0)]).await;
    assert_eq!(all(&store, &Filter { search: "гемот".into(), ..Filter::default() }).await, [0; 0]);
    // A message that comes later is found; one that is taken away is not.
    put(&store, vec![change("message", &message(3, 2, "Пришлите мастера")), gone("message", id(100_001))]).await;
    let search = |words: &str| Filter { search: words.to_owned(), ..Filter::default() };
    assert_eq!(all(&store, &search("мастер")).await, [2]);
    assert_eq!(all(&store, &search("искрит")).await, [0; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_typed_into_the_search_is_an_error(typed in "[\\PC\"«»*^():{}+-]{0,40}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_dir, store) = store().await;
            put(&store, vec![change("case", &case(1, json!({})))]).await;
            all(&store, &Filter { search: typed, ..Filter::default() }).await;
        });
    }

    #[test]
    fn walking_down_and_up_gives_the_rows_that_sorting_gives(
        rows in prop::collection::vec((0..4u8, prop::option::of(-3..3i64), prop::option::of(-3..3i64), any::<bool>()), 1..40),
        limit in 1..7usize,
        view in prop::sample::select(vec![View::All, View::DueToday, View::Mine]),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_dir, store) = store().await;
            let cases = rows.iter().enumerate().map(|(n, (rank, due, waits, mine))| {
                let due = due.map(|d| json!({ "id": id(1), "kind": "promise", "at": hours(d * 5) }));
                let owner = mine.then(me);
                change("case", &case(n as u64, json!({
                    "rank": rank, "next_due": due, "waiting_since": waits.map(hours), "owner": owner
                })))
            });
            put(&store, cases.collect()).await;
            let filter = Filter { view, ..Filter::default() };
            let expected = sorted(&rows, view);
            let down = walk(&store, &filter, limit, true).await;
            prop_assert_eq!(&down, &expected);
            let mut up = walk(&store, &filter, limit, false).await;
            up.reverse();
            prop_assert_eq!(&up, &expected);
            Ok(())
        })?;
    }
}

type Row = (u8, Option<i64>, Option<i64>, bool);

fn sorted(rows: &[Row], view: View) -> Vec<u64> {
    let mut keys: Vec<_> = rows
        .iter()
        .enumerate()
        .filter(|(_, (_, due, _, mine))| match view {
            View::DueToday => due.is_some_and(|d| d < 2),
            View::Mine => *mine,
            _ => true,
        })
        .map(|(n, (rank, due, waits, _))| (*rank, due.unwrap_or(i64::MAX), waits.unwrap_or(i64::MAX), n as u64))
        .collect();
    keys.sort_unstable();
    keys.into_iter().map(|(.., n)| n).collect()
}

async fn walk(store: &Store, filter: &Filter, limit: usize, down: bool) -> Vec<u64> {
    let mut seen = Vec::new();
    let mut from = if down { From::Top } else { From::Bottom };
    loop {
        let page = page(store, filter, from, limit).await;
        let mut found = numbers(&page.rows);
        if !down {
            found.reverse();
        }
        seen.extend(found);
        let (end, next) = if down { (page.at_bottom, page.rows.last()) } else { (page.at_top, page.rows.first()) };
        match next {
            Some(row) if !end => from = if down { From::After(row.key) } else { From::Before(row.key) },
            _ => return seen,
        }
    }
}
