//! What the examples in the rules' files cannot show: the customer's letter, the channel, the public, long lines.

use super::*;
use crate::letter::test_people::operator;

fn severities(rule: &str, text: &str, set: impl Fn(&mut CheckContext<'_>)) -> Vec<Severity> {
    let anna = operator("Анна Иванова");
    let mut context = CheckContext::new("ru", &anna);
    set(&mut context);
    check(text, &context).iter().filter(|f| f.rule() == rule).map(|f| f.severity).collect()
}

#[test]
fn r48_a_call_is_another_channel_only_for_who_asked_not_to_be_called() {
    let text = "Здравствуйте!\n\nМенеджер позвонит Вам завтра.\n\nАнна Иванова";
    let found = |letter: &'static str| severities("channel_switch", text, |c| c.customer_letter = letter).len();
    assert_eq!(found("Просил не звонить, а написать."), 1);
    assert_eq!(found("Холодильник не привезли."), 0);
}

#[test]
fn r138_blame_blocks_in_public() {
    let text = "Здравствуйте!\n\nВы сами виноваты.\n\nАнна Иванова";
    let found = |public| severities("blames_customer_or_doubts_word", text, |c| c.public = public);
    assert_eq!(found(false), [Severity::Warning]);
    assert_eq!(found(true), [Severity::Block]);
}

#[test]
fn r156_the_small_letter_is_left_alone_in_a_chat_and_repaired_at_once_in_a_letter() {
    let text = "Здравствуйте!\n\nЯ напишу вам, как только увижу ваш заказ.\n\nАнна Иванова";
    assert!(severities("lower_case_you", text, |c| c.channel = Channel::Messenger).is_empty());
    let anna = operator("Анна Иванова");
    let found = check(text, &CheckContext::new("ru", &anna));
    let fix = found.iter().find(|f| f.rule() == "lower_case_you").map(|f| f.fixes[0].clone()).unwrap();
    assert_eq!(fix.text, "Вам, как только увижу Ваш");
}

#[test]
fn r80_an_address_is_not_many_words() {
    let words = |count: usize| "слово ".repeat(count);
    let letter = |body: String| format!("Здравствуйте!\n\n{body}.\n\nАнна Иванова");
    let found = |rule, body: String| severities(rule, &letter(body), |_| ()).len();
    assert_eq!((found("longish_sentence", words(25)), found("longish_sentence", words(26))), (0, 1));
    assert_eq!((found("long_sentences", words(35)), found("long_sentences", words(36))), (0, 1));
    assert_eq!(found("longish_sentence", format!("{} a.b@shop.example", words(24))), 0);
}

#[test]
fn emoji_of_the_writer_are_found_and_can_be_left_out() {
    let anna = operator("Анна Иванова");
    let text = "Здравствуйте!\n\nДеньги завтра 😉 и 🤞. Вы писали «👍».\n\nАнна Иванова";
    let found = check(text, &CheckContext::new("ru", &anna));
    let found: Vec<_> = found.iter().filter(|f| f.rule() == "ambiguous_emoji_or_wording").collect();
    assert_eq!(found.iter().map(|f| &text[f.span.clone().unwrap()]).collect::<Vec<_>>(), ["😉", "🤞"]);
    assert_eq!(&text[found[0].fixes[0].span.clone()], " 😉");
}

#[test]
fn a_line_without_end_is_answered() {
    let anna = operator("Анна Иванова");
    check(&"в ближайшее время по вине перевозчика, ".repeat(3_000), &CheckContext::new("ru", &anna));
}
