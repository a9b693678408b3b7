//! Small forms over a screen: a few fields, one purpose. Every question of the program that needs more than one key
//! is one of these, so they all feel alike.

use super::line::Line;
use crate::tui::input::{Code, Key};

/// What a submitted form does; each purpose is carried out in `app::submit`.
pub use super::purpose::Purpose;

/// The id of the line that takes what was typed where nothing can be typed.
pub const NOTE: &str = "note";

/// The id of a choice of frequent answers that stands above a line for any other.
pub const QUICK: &str = "quick";

#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub title: String,
    /// Lines above the fields.
    pub intro: Vec<String>,
    pub fields: Vec<Field>,
    pub focus: usize,
    pub purpose: Purpose,
    /// What is wrong with the values, if anything; shown beside the fields, nothing typed is lost.
    pub error: Option<String>,
    /// How the values so far are understood, such as the date that "tue 10" means.
    pub advice: Option<String>,
    /// What was typed on a choice since it got the focus; more than its digit belongs to the line below it.
    typed: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Finds the value again; not shown.
    pub id: &'static str,
    pub label: String,
    /// Shown dim behind an empty value.
    pub hint: String,
    pub value: Value,
    /// A digit answers it and goes on to the next field.
    pub one_key: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(Line),
    /// Never drawn as typed.
    Secret(Line),
    Choice {
        options: Vec<Choice>,
        at: usize,
    },
    Flag(bool),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub label: String,
}

impl Choice {
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into() }
    }
}

impl Field {
    pub fn text(id: &'static str, label: String, value: &str) -> Self {
        Self { id, label, hint: String::new(), value: Value::Text(Line::new(value)), one_key: false }
    }

    /// A text of several lines, in one line of the form.
    pub fn long(id: &'static str, label: String) -> Self {
        Self { id, label, hint: String::new(), value: Value::Text(Line::with_breaks("")), one_key: false }
    }

    pub fn secret(id: &'static str, label: String) -> Self {
        Self { id, label, hint: String::new(), value: Value::Secret(Line::default()), one_key: false }
    }

    pub fn choice(id: &'static str, label: String, options: Vec<Choice>, at: usize) -> Self {
        Self { id, label, hint: String::new(), value: Value::Choice { options, at }, one_key: false }
    }

    pub fn flag(id: &'static str, label: String, on: bool) -> Self {
        Self { id, label, hint: String::new(), value: Value::Flag(on), one_key: false }
    }

    /// A question that one key answers: a digit chooses and goes on. "Not said" stands last, so that the digits are those
    /// of the answers, which stand dim behind it.
    pub fn question(id: &'static str, label: String, mut answers: Vec<Choice>, unsaid: String, at: &str) -> Self {
        let numbered: Vec<String> = answers.iter().enumerate().map(|(i, o)| format!("{} {}", i + 1, o.label)).collect();
        answers.push(Choice::new("", unsaid));
        let at = answers.iter().position(|o| o.id == at).unwrap_or(answers.len() - 1);
        Self { one_key: true, ..Self::choice(id, label, answers, at).with_hint(numbered.join(" · ")) }
    }

    #[must_use]
    pub fn with_hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }
}

impl Form {
    pub fn new(title: String, purpose: Purpose, fields: Vec<Field>) -> Self {
        Self { title, intro: Vec::new(), fields, focus: 0, purpose, error: None, advice: None, typed: String::new() }
    }

    /// The typed text of a field; empty when there is no such text field.
    pub fn text(&self, id: &str) -> &str {
        match self.value(id) {
            Some(Value::Text(line) | Value::Secret(line)) => line.text().trim(),
            _ => "",
        }
    }

    /// The id of the chosen option; empty when there is no such choice.
    pub fn chosen(&self, id: &str) -> &str {
        match self.value(id) {
            Some(Value::Choice { options, at }) => options.get(*at).map_or("", |c| c.id.as_str()),
            _ => "",
        }
    }

    pub fn flag(&self, id: &str) -> bool {
        matches!(self.value(id), Some(Value::Flag(true)))
    }

    fn value(&self, id: &str) -> Option<&Value> {
        self.fields.iter().find(|f| f.id == id).map(|f| &f.value)
    }

    pub fn next(&mut self) {
        self.typed.clear();
        self.focus = (self.focus + 1) % self.fields.len().max(1);
    }

    pub fn previous(&mut self) {
        self.typed.clear();
        self.focus = (self.focus + self.fields.len().max(1) - 1) % self.fields.len().max(1);
    }

    /// Editing keys of the focused field.
    pub fn key(&mut self, key: Key) {
        if self.goes_on_below(key) || self.goes_on_in_note(key) {
            return;
        }
        let Some(field) = self.fields.get_mut(self.focus) else { return };
        self.error = None;
        match &mut field.value {
            Value::Text(line) | Value::Secret(line) => {
                line.key(key);
            }
            Value::Choice { options, at } => {
                let before = *at;
                choose(options, at, key);
                let is_made = *at != before || key.typed().is_some_and(|c| c.is_ascii_digit());
                let is_quick = field.id == QUICK;
                let is_answer = |c: char| c.to_digit(10).is_some_and(|d| (1..=options.len()).contains(&(d as usize)));
                if field.one_key && key.typed().is_some_and(is_answer) {
                    self.next();
                } else if is_quick && is_made {
                    self.empty_line_below();
                }
            }
            Value::Flag(on) => {
                if matches!(key.code, Code::Left | Code::Right | Code::Char(' ')) {
                    *on = !*on;
                }
            }
        }
    }

    /// What was said last counts: a quick choice takes the place of what stands in the line below it.
    fn empty_line_below(&mut self) {
        if let Some(Value::Text(line)) = self.fields.get_mut(self.focus + 1).map(|f| &mut f.value) {
            *line = Line::default();
        }
    }

    /// A quick choice has a line for any other answer below it. A digit chooses; whoever types on means the line, and
    /// finds there all that was typed.
    fn goes_on_below(&mut self, key: Key) -> bool {
        let is_quick = self.fields.get(self.focus).is_some_and(|f| f.id == QUICK);
        let Some(c) = key.typed().filter(|c| is_quick && *c != ' ') else { return false };
        self.typed.push(c);
        if c.is_ascii_digit() && self.typed.len() == 1 {
            return false;
        }
        let typed = std::mem::take(&mut self.typed);
        self.next();
        if let Some(Value::Text(line)) = self.fields.get_mut(self.focus).map(|f| &mut f.value) {
            line.insert(&typed);
        }
        true
    }

    /// Whoever types words on a box to be ticked means the note: they go there, behind what it holds, and so does what
    /// is typed next. A box that swallows words and is ticked by their blanks would record what nobody said. A blank
    /// alone ticks it.
    fn goes_on_in_note(&mut self, key: Key) -> bool {
        let Some(c) = key.typed().filter(|c| *c != ' ' && self.is_on_flag()) else { return false };
        self.go_to_note() && {
            self.paste(c.encode_utf8(&mut [0; 4]));
            true
        }
    }

    fn is_on_flag(&self) -> bool {
        self.fields.get(self.focus).is_some_and(|f| matches!(f.value, Value::Flag(_)))
    }

    /// Goes to the note, else to the next line for words; false where the form has none.
    fn go_to_note(&mut self) -> bool {
        let is_text = |field: &Field| matches!(field.value, Value::Text(_));
        let note = self.fields.iter().position(|f| f.id == NOTE && is_text(f));
        let below = || (self.focus..self.fields.len()).find(|at| is_text(&self.fields[*at]));
        let Some(at) = note.or_else(below) else { return false };
        self.typed.clear();
        self.error = None;
        self.focus = at;
        if let Value::Text(line) = &mut self.fields[at].value {
            line.key(Key::plain(Code::End));
            if !line.text().is_empty() && !line.text().ends_with(char::is_whitespace) {
                line.insert(" ");
            }
        }
        true
    }

    pub fn paste(&mut self, text: &str) {
        if self.is_on_flag() {
            self.go_to_note();
        }
        if let Some(Field { value: Value::Text(line) | Value::Secret(line), .. }) = self.fields.get_mut(self.focus) {
            line.insert(text.trim_end_matches(['\r', '\n']));
        }
    }
}

/// Arrows step through the options; a digit takes one; a letter jumps to the next option that begins with it.
fn choose(options: &[Choice], at: &mut usize, key: Key) {
    let n = options.len().max(1);
    match key.code {
        Code::Right | Code::Char(' ') => *at = (*at + 1) % n,
        Code::Left => *at = (*at + n - 1) % n,
        Code::Char(c) => {
            let digit = c.to_digit(10).map(|d| d as usize).filter(|d| (1..=n).contains(d));
            let starts = |o: &Choice| o.label.to_lowercase().starts_with(&c.to_lowercase().to_string());
            if let Some(digit) = digit {
                *at = digit - 1;
            } else if let Some(found) = (1..=n).map(|step| (*at + step) % n).find(|i| starts(&options[*i])) {
                *at = found;
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        let options =
            vec![Choice::new("m", "male"), Choice::new("f", "female"), Choice::new("unspecified", "not said")];
        Form::new(
            "t".into(),
            Purpose::None,
            vec![
                Field::text("name", "Name".into(), "Анна"),
                Field::choice("gender", "Gender".into(), options, 2),
                Field::flag("ok", "ok".into(), false),
            ],
        )
    }

    #[test]
    fn fields_are_walked_in_a_circle_and_keep_their_values() {
        let mut form = form();
        form.key(Key::char('!'));
        form.next();
        form.key(Key::char('f'));
        form.next();
        form.key(Key::char(' '));
        form.next();
        assert_eq!(form.focus, 0);
        assert_eq!((form.text("name"), form.chosen("gender"), form.flag("ok")), ("Анна!", "f", true));
    }

    #[test]
    fn a_choice_takes_arrows_digits_and_letters() {
        let mut form = form();
        form.focus = 1;
        for (key, expected) in [
            (Key::char('1'), "m"),
            (Key::plain(Code::Left), "unspecified"),
            (Key::char('m'), "m"),
            (Key::plain(Code::Right), "f"),
        ] {
            form.key(key);
            assert_eq!(form.chosen("gender"), expected);
        }
    }

    #[test]
    fn a_digit_chooses_quickly_and_typing_on_goes_to_the_line_below() {
        let options = vec![Choice::new("hour", "in an hour"), Choice::new("evening", "this evening")];
        let fields = vec![Field::choice(QUICK, "When".into(), options, 0), Field::text("when", "or".into(), "")];
        let mut form = Form::new("t".into(), Purpose::None, fields);
        form.key(Key::char('2'));
        assert_eq!((form.chosen(QUICK), form.focus), ("evening", 0));
        form.key(Key::char('h'));
        assert_eq!((form.text("when"), form.focus), ("2h", 1));
    }

    #[test]
    fn a_question_is_answered_by_one_key_that_goes_on() {
        // R40
        let answers = || vec![Choice::new("yes", "yes"), Choice::new("no", "no")];
        let question = |id| Field::question(id, "?".into(), answers(), "not said".into(), "");
        let fields = vec![question("right"), question("glad"), Field::text("note", "note".into(), "")];
        let mut form = Form::new("t".into(), Purpose::None, fields);
        assert_eq!((form.chosen("right"), form.fields[0].hint.as_str()), ("", "1 yes · 2 no"));
        form.key(Key::char('1'));
        form.key(Key::char('2'));
        form.key(Key::char('7'));
        assert_eq!((form.chosen("right"), form.chosen("glad"), form.text("note")), ("yes", "no", "7"));
    }

    #[test]
    fn words_on_a_box_go_to_the_note_and_only_a_lone_blank_ticks_it() {
        let fields = vec![
            Field::text("agreed", "agreed".into(), ""),
            Field::flag("apologised", "apologised".into(), false),
            Field::text("note", "note".into(), "earlier"),
        ];
        let mut form = Form::new("t".into(), Purpose::None, fields);
        form.focus = 1;
        "he is deaf".chars().for_each(|c| form.key(Key::char(c)));
        assert_eq!((form.text("note"), form.text("agreed")), ("earlier he is deaf", ""));
        assert!(!form.flag("apologised") && form.focus == 2);
        form.focus = 1;
        form.paste("+44 1632");
        assert_eq!((form.text("note"), form.flag("apologised")), ("earlier he is deaf +44 1632", false));
        form.focus = 1;
        form.key(Key::char(' '));
        assert!(form.flag("apologised") && form.focus == 1);
    }

    #[test]
    fn a_pasted_newline_never_submits_and_is_cut() {
        let mut form = form();
        form.paste(" Иванова\r\n");
        assert_eq!(form.text("name"), "Анна Иванова");
    }
}
