//! Dossiers and forgetting, with the real server, the real program and the real OpenSSH.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use sincerely::model::{CaseFile, Customer, Role};
use sincerely::seal::dossier::{Report, verify};
use sincerely::store::Store;

use crate::server_support::{Account, Desk, desk};

const BODY: &str = "Уважаемая Мария Ивановна!\n\nМы пришлём мастера сегодня.\n\n- Анна Иванова  ";

/// A workstation's folders, connected to the desk in somebody's name with his key.
struct Station {
    home: tempfile::TempDir,
}

impl Station {
    fn of(desk: &Desk, who: &Account) -> Self {
        let station = Self { home: tempfile::tempdir().unwrap() };
        let connected = station.run(&["connect", &desk.url, "--token", &who.token]);
        assert!(connected.status.success(), "{}", errors(&connected));
        fs::write(station.home.path().join("data/signing-key"), who.private_key()).unwrap();
        station
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
        command.args(args).env("SINCERELY_HOME", self.home.path()).env_remove("SSH_AUTH_SOCK");
        command.current_dir(self.home.path()).output().unwrap()
    }

    async fn runs(&self, args: &[&str]) -> String {
        let out = tokio::task::block_in_place(|| self.run(args));
        assert!(out.status.success(), "{args:?}: {}{}", String::from_utf8_lossy(&out.stdout), errors(&out));
        String::from_utf8(out.stdout).unwrap()
    }
}

fn errors(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

fn check(folder: &Path) -> Report {
    verify(&sincerely::dossier::read(folder).unwrap(), None)
}

/// A complaint, a letter, a call, and a note with an attachment.
async fn lived_in(anna: &Account) -> sincerely::model::Case {
    let case = anna.case("Искрит розетка! <script>alert(1)</script>").await;
    let letter = anna.letter(&case, BODY);
    assert_eq!(anna.reply(&case, 1, &letter).await.status, 201);
    let call = json!({ "call": {
        "id": uuid::Uuid::now_v7(), "case_id": case.id, "operator": anna.operator.id, "number": "+37360123456",
        "at": jiff::Timestamp::now(), "outcome": "reached", "agreed": "мастер сегодня"
    }});
    assert_eq!(anna.post(&format!("/v1/cases/{}/calls", case.id), &call).await.status, 201);
    let content = b"the picture of a socket".to_vec();
    let hash = sincerely::seal::sha256(&content);
    let put = anna.request(reqwest::Method::PUT, &format!("/v1/attachments/{hash}")).body(content);
    assert_eq!(crate::server_support::send(put).await.status, 204);
    let note = json!({ "id": uuid::Uuid::now_v7(), "body": "see the picture", "attachments": [
        { "hash": hash, "name": "../../розетка.jpg", "media_type": "image/jpeg", "size": 23 }] });
    assert_eq!(anna.post(&format!("/v1/cases/{}/notes", case.id), &note).await.status, 201);
    let version = anna.file(&case).await.case.version;
    let edit = json!({ "our_fault": "partly", "remedy": { "kind": "refund", "amount": "1500 <lei>" } });
    assert!(anna.patch(&format!("/v1/cases/{}", case.id), Some(version), &edit).await.status.is_success());
    anna.file(&case).await.case
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_exported_and_proves_itself_and_one_changed_byte_is_named() {
    let desk = desk().await;
    let anna = desk.operator("Анна Иванова").await;
    let case = lived_in(&anna).await;
    let station = Station::of(&desk, &anna);
    let folder = station.home.path().join("out");
    let number = case.number.to_string();
    station.runs(&["export", &number, "--to", "out", "--lang", "ru"]).await;
    let report = check(&folder);
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!(report.letters, 1);
    assert!(report.entries >= 5, "{}", report.entries);
    assert_eq!(fs::read_dir(folder.join("attachments")).unwrap().count(), 1);
    assert!(station.runs(&["verify", "out"]).await.contains("Everything is as it was exported"));

    let page = fs::read_to_string(folder.join("dossier.html")).unwrap();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
    // R114, R128
    assert!(page.contains("<dd>частично</dd>") && page.contains("<dd>возврат денег, 1500 &lt;lei&gt;</dd>"), "{page}");
    let entries = fs::read_to_string(folder.join("entries.jsonl")).unwrap();
    fs::write(folder.join("entries.jsonl"), entries.replace("пришлём", "пошлём")).unwrap();
    let told = tokio::task::block_in_place(|| station.run(&["verify", "out"]));
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(!told.status.success() && text.starts_with("CHANGED  entries.jsonl, entry "), "{text}");
    assert_eq!(text.lines().filter(|l| l.starts_with("CHANGED")).count(), 1, "{text}");

    let again = tokio::task::block_in_place(|| station.run(&["export", &number, "--to", "out"]));
    assert!(!again.status.success() && errors(&again).contains("never overwrites"), "{}", errors(&again));
    station.runs(&["export", &case.id.to_string(), "--to", "bare", "--no-attachments"]).await;
    assert!(check(&station.home.path().join("bare")).holds());
    assert!(!station.home.path().join("bare/attachments").exists());
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs ssh-keygen"]
async fn the_commands_in_the_readme_check_a_dossier_without_this_program() {
    let desk = desk().await;
    let anna = desk.operator("Анна Иванова").await;
    let case = lived_in(&anna).await;
    let station = Station::of(&desk, &anna);
    station.runs(&["export", &case.id.to_string(), "--to", "out"]).await;
    let folder = station.home.path().join("out");
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    let commands: Vec<&str> =
        readme.split("```").nth(1).unwrap().lines().skip(1).filter(|l| !l.starts_with('#')).collect();
    assert_eq!(commands.len(), 4, "{readme}");
    let holds = |command: &str| {
        Command::new("sh").args(["-c", command]).current_dir(&folder).output().unwrap().status.success()
    };
    for command in &commands {
        assert!(holds(command), "{command}");
    }
    let letter = fs::read_dir(folder.join("letters"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().unwrap() == "txt")
        .unwrap();
    let text = fs::read_to_string(&letter).unwrap();
    fs::write(&letter, text.replace("сегодня", "завтра")).unwrap();
    assert!(!holds(commands[2]) && !holds(commands[3]), "a changed letter is seen by both");
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_person_is_gone_everywhere_and_the_dossier_still_verifies() {
    let desk = desk().await;
    let anna = desk.operator("Анна Иванова").await;
    let lead = desk.lead("Ion").await;
    let case = lived_in(&anna).await;
    let path = format!("/v1/customers/{}", case.customer_id);
    let customer: Customer = anna.get(&path).await.ok();

    // A workstation that had pulled it, with a draft.
    let station = Station::of(&desk, &lead);
    station.runs(&["sync"]).await;
    let store = store_of(&station);
    let draft = draft(&case);
    store.save_draft(draft.clone()).await.unwrap();
    drop(store);

    let erase = |who: &Account, version: u64| {
        let request = who.request(reqwest::Method::POST, &format!("{path}/erase"));
        crate::server_support::send(request.header("if-match", format!("\"{version}\"")))
    };
    erase(&anna, customer.version).await.problem(403, "forbidden");
    erase(&lead, customer.version + 7).await.problem(412, "changed");
    let told = tokio::task::block_in_place(|| station.run(&["erase", &case.number.to_string()]));
    assert!(!told.status.success() && errors(&told).contains("nothing was changed"), "the name was not typed");
    station.runs(&["erase", &case.number.to_string(), "--yes"]).await;

    let file: CaseFile = anna.file(&case).await;
    let text = serde_json::to_string(&file).unwrap();
    for word in ["Искрит", "Мария", "Кузнецова", "maria@example.org", "мастер", "37360123456", "розетка"]
    {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert!(sincerely::seal::breaks(&file).is_empty());
    assert!(file.case.erased_at.is_some() && file.follow_ups.iter().all(|f| !f.is_open()));

    // Nothing of it in the database, its log, the contents, the feed.
    let note = json!({ "id": uuid::Uuid::now_v7(), "body": "once more" });
    anna.post(&format!("/v1/cases/{}/notes", case.id), &note).await.problem(409, "not_allowed");
    let feed: Value = anna.get("/v1/changes?limit=5000").await.ok();
    assert!(!feed.to_string().contains("Искрит"));
    assert_eq!(
        fs::read_dir(desk.dir.path().join("attachments"))
            .unwrap()
            .flatten()
            .map(|d| fs::read_dir(d.path()).unwrap().count())
            .sum::<usize>(),
        0
    );
    for name in ["server.db", "server.db-wal"] {
        let bytes = fs::read(desk.dir.path().join(name)).unwrap_or_default();
        assert!(!contains(&bytes, "Искрит") && !contains(&bytes, "maria@example.org"), "{name}");
    }

    // The workstation forgets when it is in step.
    station.runs(&["sync"]).await;
    let store = store_of(&station);
    assert_eq!(store.draft(draft.case, draft.kind.clone()).await.unwrap(), None);
    assert!(store.draft_history(draft.case, draft.kind).await.unwrap().is_empty());
    let shown = store.case_file(case.id).await.unwrap().unwrap();
    assert!(shown.messages.iter().all(|m| m.body.is_empty()));
    drop(store);

    station.runs(&["export", &case.id.to_string(), "--to", "out"]).await;
    let report = check(&station.home.path().join("out"));
    assert!(report.holds(), "{:?}", report.findings);
    assert!(report.erased.len() >= 4 && report.letters == 0, "{:?}", report.erased);
    let told = station.runs(&["verify", "out"]).await;
    assert!(told.contains("Erased on request"), "{told}");
    desk.server.stop().await;
}

fn contains(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

fn store_of(station: &Station) -> Store {
    let home = station.home.path();
    let desk = sincerely::config::Desk::read(&sincerely::config::Paths::below(home)).unwrap().unwrap();
    let (work, cache) = (home.join("state/work.db"), home.join("cache/cache.db"));
    Store::open(&work, &cache, sincerely::model::DeskId(desk.id)).unwrap().0
}

fn draft(case: &sincerely::model::Case) -> sincerely::model::Draft {
    sincerely::model::Draft {
        case: case.id,
        kind: sincerely::model::DraftKind::Reply,
        text: "Уважаемая Мария".into(),
        cursor: 0,
        slots: Vec::new(),
        thread_version: 1,
        saved_at: jiff::Timestamp::now(),
        attachments: Vec::new(),
        overrides: Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contents_that_another_person_has_too_stay() {
    let desk = desk().await;
    let lead = desk.lead("Ion").await;
    let first = lived_in(&lead).await;
    let other = json!({ "customer": { "name": { "given": "Amy" }, "contacts": [{ "channel": "email", "address": "amy@example.org" }] },
        "channel": "email", "messages": [{ "kind": "inbound", "body": "The same picture", "attachments": [
            { "hash": sincerely::seal::sha256(b"the picture of a socket"), "name": "a.jpg", "media_type": "image/jpeg", "size": 23 }] }] });
    assert_eq!(lead.post("/v1/cases", &other).await.status, 201);
    let path = format!("/v1/customers/{}", first.customer_id);
    let customer: Customer = lead.get(&path).await.ok();
    let request = lead.request(reqwest::Method::POST, &format!("{path}/erase"));
    let told = crate::server_support::send(request.header("if-match", format!("\"{}\"", customer.version))).await;
    let erased: Customer = told.ok();
    assert!(erased.name.full().is_empty() && erased.contacts.is_empty() && erased.erased_at.is_some());
    let hash = sincerely::seal::sha256(b"the picture of a socket");
    assert_eq!(lead.get(&format!("/v1/attachments/{hash}")).await.status, 200);
    // Who writes again is a new customer.
    let again = lead.case("Снова искрит").await;
    assert_ne!(again.customer_id, first.customer_id);
    desk.server.stop().await;
}

#[tokio::test]
async fn a_revoked_key_signs_nothing_any_more_and_old_letters_stay() {
    let desk = desk().await;
    let (mut anna, ion) = (desk.operator("Анна Иванова").await, desk.operator("Ion").await);
    let lead = desk.account("Lead", Role::Lead).await;
    let case = anna.case("Искрит розетка").await;
    assert_eq!(anna.reply(&case, 1, &anna.letter(&case, BODY)).await.status, 201);
    let print = sincerely::seal::fingerprint(&anna.operator.keys[0].public).unwrap();
    let keys = format!("/v1/operators/{}/keys", anna.operator.id);
    let revoke = json!({ "do": "revoke", "key": print });
    ion.post(&keys, &revoke).await.problem(403, "forbidden");
    let strange = json!({ "do": "add", "key": ion.operator.keys[0].public });
    lead.post(&keys, &strange).await.problem(403, "forbidden");
    lead.post(&keys, &json!({ "do": "revoke", "key": "SHA256:none" })).await.problem(422, "invalid");
    let future = json!({ "do": "revoke", "key": print, "since": "2999-01-01T00:00:00Z" });
    lead.post(&keys, &future).await.problem(422, "invalid");

    let early = anna.letter(&case, BODY);
    let told: sincerely::model::Operator = lead.post(&keys, &revoke).await.ok();
    assert!(told.keys[0].revoked_at.is_some() && told.keys[0].until.is_some());
    let thread = anna.file(&case).await.case.thread_version;
    // Signed before, but a thief can write any time: it must be signed again.
    let refused = anna.reply(&case, thread, &early).await.problem(422, "bad_signature");
    assert!(refused.detail.contains("revoked"), "{}", refused.detail);
    let public = told.keys[0].public.clone();
    anna.post(&keys, &json!({ "do": "add", "key": public })).await.problem(422, "invalid");
    anna.add_key(99).await;
    let letter = anna.letter(&case, BODY);
    assert_eq!(anna.reply(&case, thread, &letter).await.status, 201);
    desk.server.stop().await;
}

/// A real agent with one key; ends with it.
struct Agent {
    dir: tempfile::TempDir,
    pid: String,
}

impl Agent {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("agent");
        let out = Command::new("ssh-agent").args(["-s", "-a"]).arg(&socket).output().unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        let pid = text.split("SSH_AGENT_PID=").nth(1).unwrap().split(';').next().unwrap().to_owned();
        let key = dir.path().join("key");
        let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status().unwrap();
        let added = Command::new("ssh-add").arg("-q").arg(&key).env("SSH_AUTH_SOCK", &socket).status().unwrap();
        assert!(made.success() && added.success());
        fs::remove_file(&key).unwrap();
        Self { dir, pid }
    }

    fn socket(&self) -> std::path::PathBuf {
        self.dir.path().join("agent")
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(&self.pid).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs ssh-keygen"]
async fn the_agents_key_and_a_key_with_a_passphrase_sign_here() {
    let desk = desk().await;
    let anna = desk.operator("Анна Иванова").await;
    let case = lived_in(&anna).await;
    let station = Station::of(&desk, &anna);
    let agent = Agent::start();
    let public = fs::read_to_string(agent.dir.path().join("key.pub")).unwrap();
    let print = sincerely::seal::fingerprint(&public).unwrap();
    let run = |args: &[&str], agent: Option<&Agent>, input: &str| {
        use std::io::Write;
        let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
        command.args(args).env("SINCERELY_HOME", station.home.path()).env_remove("SSH_AUTH_SOCK");
        if let Some(agent) = agent {
            command.env("SSH_AUTH_SOCK", agent.socket());
        }
        command.current_dir(station.home.path()).stdin(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        tokio::task::block_in_place(|| {
            let mut child = command.spawn().unwrap();
            child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
            child.wait_with_output().unwrap()
        })
    };
    let ok = |out: Output| assert!(out.status.success(), "{}", errors(&out));

    ok(run(&["keys", "use", &print], Some(&agent), ""));
    let listed = run(&["keys", "list"], Some(&agent), "");
    assert!(String::from_utf8_lossy(&listed.stdout).contains(&format!("* {print}")));
    ok(run(&["export", &case.id.to_string(), "--to", "by-agent"], Some(&agent), ""));
    let report = check(&station.home.path().join("by-agent"));
    assert!(report.holds() && report.sealed_by.as_deref() == Some(&print), "{:?}", report.findings);
    // Without the agent: plain words, and nothing is left behind.
    let gone = run(&["export", &case.id.to_string(), "--to", "none"], None, "");
    assert!(!gone.status.success() && errors(&gone).contains("ssh-agent"), "{}", errors(&gone));
    assert!(!station.home.path().join("none").exists());

    let key = station.home.path().join("locked");
    let made =
        Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "тайна", "-f"]).arg(&key).status().unwrap();
    assert!(made.success());
    ok(run(&["keys", "use", "locked"], None, ""));
    let wrong = run(&["export", &case.id.to_string(), "--to", "none"], None, "no\nno\n");
    assert!(!wrong.status.success() && errors(&wrong).contains("does not open"), "{}", errors(&wrong));
    ok(run(&["export", &case.id.to_string(), "--to", "by-passphrase"], None, "no\nтайна\n"));
    assert!(check(&station.home.path().join("by-passphrase")).holds());

    let rsa = station.home.path().join("rsa");
    assert!(Command::new("ssh-keygen").args(["-q", "-t", "rsa", "-N", "", "-f"]).arg(&rsa).status().unwrap().success());
    let refused = run(&["keys", "use", "rsa"], None, "");
    assert!(!refused.status.success() && errors(&refused).contains("Ed25519"), "{}", errors(&refused));
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_key_ends_and_its_letters_still_verify() {
    let desk = desk().await;
    let anna = desk.operator("Анна Иванова").await;
    let case = lived_in(&anna).await;
    let station = Station::of(&desk, &anna);
    station.runs(&["keys", "rotate"]).await;
    let listed = station.runs(&["keys", "list"]).await;
    assert_eq!(listed.lines().filter(|l| l.contains("SHA256:")).count(), 2, "{listed}");
    assert!(listed.lines().any(|l| l.starts_with("* ") && !l.contains("until")), "{listed}");
    station.runs(&["export", &case.id.to_string(), "--to", "out"]).await;
    let report = check(&station.home.path().join("out"));
    assert!(report.holds() && report.letters == 1, "{:?}", report.findings);
    desk.server.stop().await;
}

#[cfg(unix)]
#[test]
fn links_and_strange_files_in_a_foreign_dossier_are_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let secret = dir.path().join("secret");
    fs::write(&secret, "seal").unwrap();
    let folder = dir.path().join("dossier");
    fs::create_dir_all(folder.join("a/b/c/d/e/f")).unwrap();
    std::os::unix::fs::symlink(&secret, folder.join("seal")).unwrap();
    std::os::unix::fs::symlink("/", folder.join("letters")).unwrap();
    fs::write(folder.join("SHA256SUMS"), format!("{}  ../secret\n", "a".repeat(64))).unwrap();
    let found = sincerely::dossier::read(&folder).unwrap();
    assert!(found.iter().all(|f| !f.path.starts_with("letters/")), "{found:?}");
    let report = verify(&found, None);
    assert!(!report.holds());
    assert!(report.findings.iter().any(|f| f.path == "seal"), "{:?}", report.findings);
}
