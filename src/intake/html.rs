//! HTML bodies into plain text.

/// Wider than any paragraph needs, so that lines end only where the letter ends them.
const WIDTH: usize = 100_000;
/// Larger or deeper ones are read by the simpler reader: the careful one builds a tree, and its time grows with the
/// square of the depth.
const CAREFUL: usize = 512 << 10;
const DEPTH: usize = 256;

/// The text of an HTML document: paragraphs, lists and tables as lines; styles, scripts and pictures are left out.
pub fn html_to_text(html: &str) -> String {
    let careful = (html.len() <= CAREFUL && depth(html) <= DEPTH).then(|| {
        html2text::config::plain_no_decorate()
            .raw_mode(true)
            .no_table_borders()
            .link_footnotes(false)
            .string_from_read(html.as_bytes(), WIDTH)
    });
    let text = match careful {
        Some(Ok(text)) => text,
        _ => mail_parser::decoders::html::html_to_text(html),
    };
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.dedup_by(|next, kept| next.is_empty() && kept.is_empty());
    lines.join("\n").trim().to_owned()
}

/// How deep elements can stand in one another at most: tags that open without those that close.
fn depth(html: &str) -> usize {
    let (mut now, mut deepest) = (0usize, 0);
    for tag in html.split('<').skip(1) {
        match tag.bytes().next() {
            Some(b'/') => now = now.saturating_sub(1),
            Some(byte) if byte.is_ascii_alphabetic() && !stands_alone(tag) => now += 1,
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}

/// Elements that people never close.
fn stands_alone(tag: &str) -> bool {
    const ALONE: &[&str] = &["br", "img", "hr", "meta", "link", "input", "p", "li", "td", "tr", "col"];
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ALONE.iter().any(|alone| alone.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_letter_in_html_reads_as_a_letter() {
        let html = "<html><head><style>p{color:red}</style><script>alert(1)</script></head><body>\
            <p>Здравствуйте!</p><p>Утюг <b>искрит</b> &mdash; заменили&nbsp;два раза.<br>Жду ответа.</p>\
            <ul><li>чек</li><li>фото</li></ul><table><tr><td>Заказ</td><td>4411</td></tr></table></body></html>";
        let text = html_to_text(html);
        assert!(text.starts_with("Здравствуйте!\n\nУтюг искрит — заменили\u{a0}два раза.\nЖду ответа."), "{text}");
        assert!(text.contains("чек") && text.contains("4411"), "{text}");
        assert!(!text.contains("color") && !text.contains("alert"), "{text}");
    }

    #[test]
    fn deep_and_large_documents_are_read() {
        for tag in ["div", "p", "li", "td", "b"] {
            let deep = format!("{}ok{}", format!("<{tag}>").repeat(20_000), format!("</{tag}>").repeat(20_000));
            assert!(html_to_text(&deep).contains("ok"), "{tag}");
        }
        let large = format!("<p>{}</p>", "слово ".repeat(200_000));
        assert!(html_to_text(&large).len() > 1_000_000);
    }

    proptest! {
        #[test]
        fn any_html_becomes_some_text(html in "(<[a-z!/]{0,5}[^>]{0,8}>?|[&#;a-z0-9<>\"' ]{0,6}|.{0,6}){0,30}") {
            let _ = html_to_text(&html);
        }
    }
}
