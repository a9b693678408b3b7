//! What is typed into the search: never an error, whatever it is.

use std::sync::LazyLock;

use serde_json::json;
use sincerely::model::queue::{Asker, Filter, From};
use sincerely::model::{DeskId, OperatorId};
use sincerely::protocol::Change;
use sincerely::store::{Batch, Store};
use tempfile::TempDir;
use uuid::Uuid;

use super::{block_on, lossy};

struct World {
    store: Store,
    _folder: TempDir,
}

/// A store with a few cases; the same for every input.
static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let files = (folder.path().join("work.db"), folder.path().join("cache.db"));
    let (store, _) = Store::open(&files.0, &files.1, DeskId(String::from("fuzz"))).expect("a store can be made");
    block_on(store.finish_load()).expect("the indexes can be made");
    let words =
        ["Искрит розетка", "Două luni fără răspuns", "Charged twice \"for\" one ticket", "ёЁ й ß ﬁ 👍🏽 OR NEAR("];
    let changes = words.iter().enumerate().map(|(n, subject)| change(n as u128 + 1, subject)).collect();
    block_on(store.apply(Batch::decode(changes), None)).expect("the cases can be stored");
    World { store, _folder: folder }
});

fn change(n: u128, subject: &str) -> Change {
    let id = Uuid::from_u128(n);
    let doc = json!({
        "id": id, "number": n as u64, "customer_id": id, "customer_name": "Мария", "subject": subject, "channel": "email",
        "language": "ru", "state": "new", "received_at": "2026-03-01T12:00:00Z", "rank": 3, "version": 1, "thread_version": 1
    });
    serde_json::from_value(json!({"seq": n as u64, "kind": "case", "id": id, "doc": doc})).expect("a change")
}

pub fn search(data: &[u8]) {
    let filter = Filter { search: lossy(data).into_owned(), ..Filter::default() };
    let now = "2026-03-02T12:00:00Z".parse().expect("a fixed instant");
    let asker = Asker { me: OperatorId(Uuid::nil()), now, day_end: now };
    block_on(WORLD.store.page(&filter, &asker, From::Top, 10)).expect("no search is an error");
}
