//! Backup and restore of a desk: while it is served, whole or not at all, damage named, nothing overwritten.

use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};
use sincerely::model::Case;
use sincerely::server::backup::{self, BackupError};
use sincerely::server::storage::Storage;
use sincerely::server::storage::sqlite::SqliteStorage;

use crate::server_process::output;
use crate::server_support::{Account, new_case, send, sqlite_desk};

async fn attach(who: &Account, content: &[u8]) -> String {
    let hash: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    let request = who.request(reqwest::Method::PUT, &format!("/v1/attachments/{hash}"));
    assert!(send(request.body(content.to_vec())).await.status.is_success());
    hash
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

async fn cases(data: &Path) -> Vec<Case> {
    let storage = SqliteStorage::open(data).unwrap();
    let cases = storage.cases(true, None, 1000).await.unwrap();
    storage.close().await;
    cases
}

/// A backup of a desk with two cases and an attachment, made while it is served and written to.
async fn backed_up(dir: &Path) -> (PathBuf, PathBuf, String) {
    let desk = sqlite_desk().await;
    let anna = desk.operator("Anna").await;
    let first = anna.case("First").await;
    let hash = attach(&anna, b"act of inspection").await;
    std::fs::write(desk.dir.path().join("signing-key"), "a key").unwrap();
    let writing = {
        let anna = anna.clone();
        tokio::spawn(async move {
            for number in 0..40 {
                let mut new = new_case(&format!("Case {number}"));
                new["customer"]["contacts"][0]["address"] = json!(format!("{number}@example.org"));
                anna.post("/v1/cases", &new).await.ok::<Case>();
            }
        })
    };
    let (data, target) = (desk.dir.path().to_owned(), dir.join("backup"));
    let made = tokio::task::spawn_blocking({
        let (data, target) = (data.clone(), target.clone());
        move || backup::make(&data, &target).unwrap()
    });
    let made = made.await.unwrap();
    assert!(made.damaged.is_empty() && made.manifest.cases >= 1, "{made:?}");
    writing.await.unwrap();
    assert!(anna.file(&first).await.messages.len() == 1, "it is served as before");
    desk.server.stop().await;
    let kept = dir.join("desk");
    std::fs::rename(desk.dir.keep(), &kept).unwrap();
    (kept, target, hash)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_copied_while_it_is_served_and_brought_back() {
    let dir = tempfile::tempdir().unwrap();
    let (data, copy, hash) = backed_up(dir.path()).await;
    assert_eq!(names(&copy), ["attachments", "manifest.json", "server.db", "signing-key"]);
    assert_eq!(names(dir.path()), ["backup", "desk"], "nothing half-made is left beside it");

    let manifest = backup::restore(&copy, &dir.path().join("new")).unwrap().manifest;
    let new = dir.path().join("new");
    assert_eq!(cases(&new).await.len() as u64, manifest.cases);
    assert_eq!(std::fs::read_to_string(new.join("signing-key")).unwrap(), "a key");
    let storage = SqliteStorage::open(&new).unwrap();
    let content = storage.attachment(sincerely::model::AttachmentHash(hash)).await.unwrap();
    assert_eq!(content.as_deref(), Some(b"act of inspection".as_slice()));
    assert_ne!(storage.desk(), manifest.desk, "its feed goes another way from here");
    assert!(storage.operators().await.unwrap().iter().any(|operator| operator.name == "Anna"));
    storage.close().await;

    // Over a desk that is there: that one is put aside, with what it had since.
    std::fs::write(data.join("signing-key"), "another key").unwrap();
    let before = cases(&data).await;
    assert_eq!(before.len(), 41);
    let restored = backup::restore(&copy, &data).unwrap();
    assert_eq!(cases(&data).await.len() as u64, manifest.cases);
    assert_eq!(std::fs::read_to_string(restored.key_aside.unwrap()).unwrap(), "another key");
    let aside = dir.path().join("aside");
    std::fs::create_dir(&aside).unwrap();
    std::fs::rename(restored.aside.unwrap(), aside.join("server.db")).unwrap();
    assert_eq!(cases(&aside).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_is_named_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (data, copy, hash) = backed_up(dir.path()).await;
    let before = cases(&data).await;
    let attachment = copy.join("attachments").join(&hash[..2]).join(&hash);
    for (path, named) in
        [(copy.join("server.db"), "server.db"), (attachment, hash.as_str()), (copy.join("signing-key"), "signing-key")]
    {
        let whole = std::fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 1;
        std::fs::write(&path, &damaged).unwrap();
        let told = backup::restore(&copy, &data).unwrap_err().to_string();
        assert!(told.contains(named) && told.contains("Nothing was changed"), "{told}");
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(backup::restore(&copy, &data), Err(BackupError::Damaged(_))));
        std::fs::write(&path, &whole).unwrap();
    }
    let manifest = copy.join("manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("\"server.db\"", "\"../server.db\"")).unwrap();
    assert!(matches!(backup::restore(&copy, &data), Err(BackupError::Damaged(_))));
    std::fs::write(&manifest, text.replace("\"format\": 1", "\"format\": 2")).unwrap();
    assert!(matches!(backup::restore(&copy, &data), Err(BackupError::Newer(_))));
    std::fs::write(&manifest, &text[..text.len() / 2]).unwrap();
    assert!(matches!(backup::restore(&copy, &data), Err(BackupError::Damaged(_))));
    assert!(matches!(backup::restore(&data, &data), Err(BackupError::NoBackup(_))));
    assert_eq!(cases(&data).await, before);
    assert!(
        names(&data).iter().all(|name| !name.contains("before-restore") && !name.contains("restoring")),
        "{:?}",
        names(&data)
    );
    std::fs::write(&manifest, &text).unwrap();
    backup::restore(&copy, &data).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_living_desk_is_not_overwritten_and_a_backup_neither() {
    let dir = tempfile::tempdir().unwrap();
    let (data, copy, _) = backed_up(dir.path()).await;
    let living = sincerely::server::embedded::DataLock::take(&data).unwrap().unwrap();
    assert!(matches!(backup::restore(&copy, &data), Err(BackupError::Living(_))));
    drop(living);
    assert!(matches!(backup::make(&data, &copy), Err(BackupError::Exists(_))));
    assert!(matches!(backup::make(&dir.path().join("nothing"), &dir.path().join("b")), Err(BackupError::NoDesk(_))));
    assert_eq!(names(dir.path()), ["backup", "desk"]);
}

#[test]
fn both_commands_work_on_the_workstations_own_desk() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let made = output(home.path(), &["serve", "--data", data.to_str().unwrap(), "add-operator", "Anna"]);
    assert!(made.status.success(), "{made:?}");
    let backups = home.path().join("backups");
    std::fs::create_dir(&backups).unwrap();
    let told = output(home.path(), &["backup", backups.to_str().unwrap()]);
    assert!(told.status.success(), "{told:?}");
    let folder = String::from_utf8(told.stdout).unwrap().trim().to_owned();
    assert!(Path::new(&folder).starts_with(&backups));
    let restored = output(home.path(), &["restore", &folder]);
    assert!(restored.status.success(), "{restored:?}");
    assert!(String::from_utf8_lossy(&restored.stderr).contains("is kept as"), "{restored:?}");
    let listed = output(home.path(), &["serve", "--data", data.to_str().unwrap(), "list-operators"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains("Anna"));
    let refused = output(home.path(), &["restore", backups.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is no backup"), "{refused:?}");
}
