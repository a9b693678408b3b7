//! The examples in the rules' own files: each must, or must not, be found by its rule.

use super::*;
use crate::letter::test_people::{customer, operator};
use crate::model::Gender;

/// Findings of one rule in a letter that is otherwise complete.
fn found(rule: &str, lang: &str, example: &str) -> usize {
    let anna = operator("Анна Иванова");
    let maria = customer(["Мария", "Ивановна", "Кузнецова", "guest_41"], Gender::Female);
    let mut context = CheckContext::new(lang, &anna);
    context.customer = Some(&maria);
    context.public = Rules::shipped().cards().any(|card| card.id == rule && card.holds == Holds::Public);
    // Examples are sentences; one that brings its own greeting is a whole letter.
    let text = if example.contains("\n\n") { example.to_owned() } else { letter_around(lang, example, context.public) };
    check(&text, &context).iter().filter(|f| f.rule() == rule).count()
}

fn letter_around(lang: &str, body: &str, public: bool) -> String {
    let greeting = match lang {
        _ if public => "Hello,",
        "ru" => "Уважаемая Мария Ивановна!",
        "ro" => "Stimată doamnă Kuznețova,",
        _ => "Dear Ms Kuznetsova,",
    };
    format!("{greeting}\n\n{body}\n\nАнна Иванова")
}

#[test]
fn every_example_of_every_rule_holds() {
    let mut wrong = Vec::new();
    for (id, (lang, examples)) in
        rules::shipped_names().flat_map(|id| RuleExamples::shipped(id).into_iter().map(move |e| (id, e)))
    {
        for example in &examples.found {
            if found(id, &lang, example) == 0 {
                wrong.push(format!("{id} {lang}: not found: {example}"));
            }
        }
        for example in &examples.clean {
            if found(id, &lang, example) > 0 {
                wrong.push(format!("{id} {lang}: must not be found: {example}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_of_shipped_rules_is_the_folder() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut files: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    files.retain(|name| name != "ideas.toml");
    files.sort();
    let mut listed: Vec<String> = rules::shipped_names().map(|name| format!("{name}.toml")).collect();
    listed.sort();
    assert_eq!(files, listed);
}
