//! Generated documents are fresh. To make them anew:
//! `cargo run -- generate keys > docs/keys.md`, `cargo run -- generate config-schema > docs/config.schema.json`.

use std::path::Path;

fn doc(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap_or_default()
}

#[test]
fn docs_keys_md_is_fresh() {
    let fresh = sincerely::cli::generate::keys();
    assert!(doc("keys.md") == fresh, "docs/keys.md is stale; run: cargo run -- generate keys > docs/keys.md");
}

#[test]
fn docs_rules_md_is_fresh() {
    let fresh = sincerely::cli::rules::document();
    assert!(doc("rules.md") == fresh, "docs/rules.md is stale; run: cargo run -- generate rules > docs/rules.md");
}

#[test]
fn docs_config_schema_is_fresh() {
    let schema = sincerely::cli::generate::config_schema().expect("the schema can be written");
    assert!(
        doc("config.schema.json") == schema,
        "docs/config.schema.json is stale; run: cargo run -- generate config-schema > docs/config.schema.json"
    );
}
