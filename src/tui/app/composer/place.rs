//! Where what a key inserts goes in the letter: never behind or into the signature. What would land there stands in front
//! of it, as a paragraph of its own. And whether a letter has words of its own yet.
//!
//! Not its duty: what is inserted (`palette`, `findings`), taking a foreign letter apart (`letter`).

use super::Composer;
use crate::letter::{self, Fix};
use crate::model::CaseFile;
use crate::tui::app::App;

/// Between paragraphs.
const GAP: &str = "\n\n";

/// Where the operator's own signature begins: the block of the letter's language and manner, or a line that is his name.
pub fn signature_start(app: &App, composer: &Composer) -> Option<usize> {
    let text = composer.editor.text();
    let block = composer.own_signature(app);
    let found = (!block.is_empty()).then(|| text.rfind(&block)).flatten();
    found.or_else(|| {
        let name = app.me_in(composer.lang.as_str()).name;
        let mut at = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            at += line.len();
            (at - line.len(), line.trim())
        });
        lines.filter(|(_, line)| !line.is_empty() && *line == name.trim()).last().map(|(at, _)| at)
    })
}

/// What stands above the signature, where there is one.
fn above<'t>(app: &App, composer: &'t Composer) -> (&'t str, Option<usize>) {
    let text = composer.editor.text();
    let signature = signature_start(app, composer);
    (text[..signature.unwrap_or(text.len())].trim_end(), signature)
}

/// True while nothing but the greeting stands above the signature. A chat and a public answer are signed with a bare name,
/// which a check that knows no operator cannot tell from a word of the letter.
pub fn is_unbegun(app: &App, composer: &Composer, file: &CaseFile) -> bool {
    let (words, _) = above(app, composer);
    let greeting = letter::greeting_for(file, composer.lang.as_str(), composer.manner()).text;
    words.trim().is_empty() || words.trim() == greeting
}

/// The repair where it may stand: an insertion that would touch the signature, or would go on in the line of the greeting,
/// becomes a paragraph between them.
pub fn before_signature(app: &App, composer: &Composer, fix: Fix) -> Fix {
    let (words, Some(signature)) = above(app, composer) else { return fix };
    let is_begun = !app.case(composer.case).is_some_and(|file| is_unbegun(app, composer, file));
    let is_insertion = fix.span.is_empty() && fix.text.trim().contains(' ');
    let at = fix.span.start;
    if !is_insertion || at < words.len() || (at == words.len() && is_begun) {
        return fix;
    }
    let gap = if words.is_empty() { "" } else { GAP };
    Fix { span: words.len()..signature, text: format!("{gap}{}{GAP}", fix.text.trim()), ..fix }
}

/// Takes a cursor that stands in or behind the signature to a new paragraph in front of it.
pub fn leave_signature(app: &App, composer: &mut Composer) {
    let (words, Some(signature)) = above(app, composer) else { return };
    let end = words.len();
    if composer.editor.selection().is_some() || composer.editor.cursor() < signature {
        return;
    }
    let gap = if end == 0 { "" } else { GAP };
    composer.editor.replace(end..signature, &format!("{gap}{GAP}"));
    composer.editor.set_cursor(end + gap.len());
}
