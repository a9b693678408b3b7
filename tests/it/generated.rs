//! Generated documents are fresh. To make them anew:
//! `cargo run -- generate keys > docs/keys.md`, `cargo run -- generate config-schema > docs/config.schema.json`.

use std::path::Path;

fn doc(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap_or_default()
}

#[test]
fn docs_keys_md_is_fresh() {
    assert_eq!(doc("keys.md"), sincerely::cli::generate::keys(), "run: cargo run -- generate keys > docs/keys.md");
}

#[test]
fn docs_config_schema_is_fresh() {
    let schema = sincerely::cli::generate::config_schema().expect("the schema can be written");
    assert_eq!(doc("config.schema.json"), schema, "run: cargo run -- generate config-schema > docs/config.schema.json");
}
