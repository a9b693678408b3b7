//! Keymaps: which key does what where. The default is `keymaps/default.toml`; a user's file is laid over it.
//!
//! ```toml
//! [queue]
//! reply = ["r"]        # action = keys; a key may be a chord: "g f"; an empty list takes the keys away
//! ```
//! A clash or an unknown name is a [`Mistake`] with line and column; the rest of the file is used.

use std::collections::BTreeMap;

use toml::Spanned;

use super::key::Key;
use super::layout::latin;
use crate::text::Mistake;
use crate::tui::action::Action;

/// Where a key is pressed. Lookup goes through a list of contexts, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    Global,
    List,
    Queue,
    Case,
    FollowUps,
    Calls,
    Evidence,
    Outbox,
    Conflict,
    Composer,
    Versions,
    Review,
    Many,
    Form,
    Pick,
    Help,
}

impl Context {
    pub const ALL: &'static [Context] = &[
        Context::Global,
        Context::List,
        Context::Queue,
        Context::Case,
        Context::FollowUps,
        Context::Calls,
        Context::Evidence,
        Context::Outbox,
        Context::Conflict,
        Context::Composer,
        Context::Versions,
        Context::Review,
        Context::Many,
        Context::Form,
        Context::Pick,
        Context::Help,
    ];

    /// The table's name in keymap files.
    pub fn id(self) -> &'static str {
        match self {
            Context::Global => "global",
            Context::List => "list",
            Context::Queue => "queue",
            Context::Case => "case",
            Context::FollowUps => "follow-ups",
            Context::Calls => "calls",
            Context::Evidence => "evidence",
            Context::Outbox => "outbox",
            Context::Conflict => "conflict",
            Context::Versions => "versions",
            Context::Composer => "composer",
            Context::Review => "review",
            Context::Many => "many",
            Context::Form => "form",
            Context::Pick => "pick",
            Context::Help => "help",
        }
    }

    /// True where characters are typed: plain characters are then text, never actions.
    pub fn is_text(self) -> bool {
        matches!(self, Context::Composer | Context::Form | Context::Pick)
    }
}

/// One or more keys pressed one after the other.
pub type Chord = Vec<Key>;

/// What a key means here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    Action(Action),
    /// A chord has begun; these continue it.
    Pending(Vec<(Key, Action)>),
    Nothing,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap {
    chords: BTreeMap<Context, BTreeMap<Chord, Action>>,
}

type Table = BTreeMap<Spanned<String>, Spanned<Vec<Spanned<String>>>>;

impl Keymap {
    /// The keymap that ships with the program.
    pub fn shipped() -> Self {
        let (map, mistakes) = Self::default().with_file("default.toml", include_str!("../../../keymaps/default.toml"));
        debug_assert!(mistakes.is_empty(), "{mistakes:?}");
        map
    }

    /// Lays a file over this map.
    #[must_use]
    pub fn with_file(mut self, file: &str, text: &str) -> (Self, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let tables: BTreeMap<Spanned<String>, Table> = match toml::from_str(text) {
            Ok(tables) => tables,
            Err(error) => {
                mistakes.push(Mistake::at(file, text, error.span().unwrap_or(0..0), error.message()));
                return (self, mistakes);
            }
        };
        for (name, table) in tables {
            match Context::ALL.iter().find(|c| c.id() == name.get_ref()) {
                Some(context) => self.lay(*context, table, file, text, &mut mistakes),
                None => {
                    let known: Vec<_> = Context::ALL.iter().map(|c| c.id()).collect();
                    let message = format!("no such place `{}`; places are {}", name.get_ref(), known.join(", "));
                    mistakes.push(Mistake::at(file, text, name.span(), &message));
                }
            }
        }
        mistakes.sort_by_key(|m| (m.line, m.column));
        (self, mistakes)
    }

    fn lay(&mut self, context: Context, table: Table, file: &str, text: &str, mistakes: &mut Vec<Mistake>) {
        let map = self.chords.entry(context).or_default();
        let mut laid: BTreeMap<Chord, Action> = BTreeMap::new();
        for (name, keys) in table {
            let Some(action) = Action::from_id(name.get_ref()) else {
                mistakes.push(Mistake::at(file, text, name.span(), format!("no such action `{}`", name.get_ref())));
                continue;
            };
            map.retain(|_, a| *a != action);
            for written in keys.into_inner() {
                let span = written.span();
                match parse_chord(written.get_ref()) {
                    Ok(chord) if !typed_only(context, &chord) => {
                        if let Some(other) = clash(&laid, &chord).filter(|other| *other != action) {
                            let message =
                                format!("`{}` is already `{}` in [{}]", written.get_ref(), other.id(), context.id());
                            mistakes.push(Mistake::at(file, text, span, &message));
                        } else {
                            map.retain(|c, _| !begins(c, &chord));
                            laid.insert(chord.clone(), action);
                            map.insert(chord, action);
                        }
                    }
                    Ok(_) => {
                        let message = format!(
                            "`{}` types text in [{}]; use ctrl or a function key",
                            written.get_ref(),
                            context.id()
                        );
                        mistakes.push(Mistake::at(file, text, span, &message));
                    }
                    Err(message) => mistakes.push(Mistake::at(file, text, span, &message)),
                }
            }
        }
    }

    /// What `key` does after the keys of an unfinished chord. Exact spelling first; then, outside text or with Ctrl,
    /// the same physical key of the Latin layout.
    pub fn look(&self, contexts: &[Context], pending: &[Key], key: Key) -> Looked {
        let text = contexts.first().is_some_and(|c| c.is_text());
        if text && key.typed().is_some() && pending.is_empty() {
            return Looked::Nothing;
        }
        let mut candidates = vec![key];
        if let Code::Char(c) = key.code
            && let Some(latin) = latin(c)
        {
            candidates.push(Key { code: Code::Char(latin), ..key }.normalised());
        }
        for candidate in candidates {
            let mut chord = pending.to_vec();
            chord.push(candidate);
            let mut next = Vec::new();
            for map in contexts.iter().filter_map(|c| self.chords.get(c)) {
                if let Some(action) = map.get(&chord)
                    && next.is_empty()
                {
                    return Looked::Action(*action);
                }
                let longer = map.iter().filter(|(c, _)| c.len() > chord.len() && c.starts_with(&chord));
                next.extend(longer.map(|(c, a)| (c[chord.len()], *a)));
            }
            if !next.is_empty() {
                return Looked::Pending(next);
            }
        }
        Looked::Nothing
    }

    /// The keys of an action as seen from these contexts, nearest context first, shortest first.
    pub fn keys_of(&self, contexts: &[Context], action: Action) -> Vec<&Chord> {
        let mut found: Vec<&Chord> = Vec::new();
        for context in contexts {
            let Some(map) = self.chords.get(context) else { continue };
            let mut here: Vec<&Chord> = map.iter().filter(|(_, a)| **a == action).map(|(c, _)| c).collect();
            here.sort_by_key(|c| (c.len(), weight(c)));
            found.extend(here);
        }
        found
    }

    /// Everything, for help and documents.
    pub fn entries(&self) -> impl Iterator<Item = (Context, &Chord, Action)> {
        self.chords.iter().flat_map(|(context, map)| map.iter().map(move |(chord, action)| (*context, chord, *action)))
    }
}

use super::key::Code;

/// Enter, then letters, then named keys: a hint should show the key that people remember.
fn weight(chord: &[Key]) -> u8 {
    match chord.first() {
        Some(Key { code: Code::Enter, ctrl: false, alt: false, .. }) => 0,
        Some(Key { code: Code::Char(c), ctrl: false, alt: false, .. }) if c.is_alphanumeric() => 1,
        Some(Key { code: Code::Char(_), .. }) => 2,
        _ => 3,
    }
}

fn typed_only(context: Context, chord: &[Key]) -> bool {
    context.is_text() && chord.first().is_some_and(|k| k.typed().is_some())
}

/// One chord is the beginning of the other: the longer one could never be reached.
fn begins(one: &[Key], other: &[Key]) -> bool {
    one.len() != other.len() && (one.starts_with(other) || other.starts_with(one))
}

fn clash(laid: &BTreeMap<Chord, Action>, chord: &Chord) -> Option<Action> {
    laid.iter().find(|(c, _)| *c == chord || begins(c, chord)).map(|(_, a)| *a)
}

/// Reads `"g f"` or `"ctrl-k"`.
fn parse_chord(text: &str) -> Result<Chord, String> {
    let chord: Chord =
        text.split_whitespace().map(str::parse).collect::<Result<_, _>>().map_err(|e: super::NoKey| e.to_string())?;
    if chord.is_empty() { Err("an empty key; write for example \"j\"".to_owned()) } else { Ok(chord) }
}

/// A chord as it is written in keymap files.
pub fn spell(chord: &[Key]) -> String {
    chord.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUEUE: &[Context] = &[Context::Queue, Context::List, Context::Global];

    #[test]
    fn the_shipped_keymap_is_whole() {
        let (map, mistakes) =
            Keymap::default().with_file("default.toml", include_str!("../../../keymaps/default.toml"));
        assert_eq!(mistakes, []);
        for action in Action::ALL {
            assert!(map.entries().any(|(_, _, a)| a == *action), "{} has no key", action.id());
        }
    }

    #[test]
    fn no_shipped_key_rests_on_punctuation_alone() {
        let map = Keymap::shipped();
        for (context, chord, action) in map.entries() {
            let punctuation = |k: &Key| matches!(k.code, Code::Char(c) if c.is_ascii_punctuation());
            if chord.iter().any(punctuation) {
                let another =
                    map.entries().any(|(c, other, a)| c == context && a == action && !other.iter().any(punctuation));
                assert!(another, "{} in [{}] has only {}", action.id(), context.id(), spell(chord));
            }
        }
    }

    #[test]
    fn every_single_letter_key_works_under_the_russian_layout() {
        let map = Keymap::shipped();
        let russian = "йцукенгшщзфывапролдячсмить";
        let latin_row = "qwertyuiopasdfghjklzxcvbnm";
        let mut tried = 0;
        for (context, chord, action) in map.entries().filter(|(c, chord, _)| !c.is_text() && chord.len() == 1) {
            let Code::Char(c) = chord[0].code else { continue };
            let Some(at) = latin_row.find(c.to_ascii_lowercase()) else { continue };
            let ru = russian.chars().nth(at).unwrap();
            let ru = if c.is_uppercase() { ru.to_uppercase().next().unwrap() } else { ru };
            let key = Key { code: Code::Char(ru), ..chord[0] };
            assert_eq!(map.look(&[context], &[], key), Looked::Action(action), "{ru} for {c}");
            tried += 1;
        }
        assert!(tried > 20);
    }

    #[test]
    fn ctrl_with_a_cyrillic_letter_is_the_latin_one_even_in_text() {
        let map = Keymap::shipped();
        assert_eq!(
            map.look(&[Context::Composer, Context::Global], &[], Key::ctrl('з')),
            Looked::Action(Action::Phrases)
        );
        assert_eq!(map.look(&[Context::Composer, Context::Global], &[], Key::char('й')), Looked::Nothing);
    }

    #[test]
    fn chords_wait_for_their_second_key() {
        let map = Keymap::shipped();
        let Looked::Pending(next) = map.look(QUEUE, &[], Key::char('g')) else { panic!("g begins a chord") };
        assert!(next.len() > 2);
        assert_eq!(map.look(QUEUE, &[Key::char('g')], Key::char('g')), Looked::Action(Action::Top));
        assert_eq!(map.look(QUEUE, &[Key::char('g')], Key::char('п')), Looked::Action(Action::Top));
    }

    #[test]
    fn a_user_file_replaces_the_keys_of_an_action() {
        let (map, mistakes) = Keymap::shipped().with_file("mine.toml", "[queue]\nreply = [\"w\"]\nnote = []\n");
        assert_eq!(mistakes, []);
        assert_eq!(map.look(QUEUE, &[], Key::char('w')), Looked::Action(Action::Reply));
        assert_ne!(map.look(QUEUE, &[], Key::char('r')), Looked::Action(Action::Reply));
        assert_ne!(map.look(QUEUE, &[], Key::char('n')), Looked::Action(Action::Note));
    }

    #[test]
    fn mistakes_have_file_line_and_column_and_the_rest_is_used() {
        let text = "[queue]\nreply = [\"w\"]\nrepyl = [\"q\"]\nnote = [\"jj\"]\n[nowhere]\n";
        let (map, mistakes) = Keymap::shipped().with_file("mine.toml", text);
        let places: Vec<_> = mistakes.iter().map(|m| (m.line, m.column)).collect();
        assert_eq!(places, [(3, 1), (4, 9), (5, 2)]);
        assert_eq!(map.look(QUEUE, &[], Key::char('w')), Looked::Action(Action::Reply));
    }

    #[test]
    fn a_broken_file_is_told_with_its_place_and_the_default_stands() {
        let (map, mistakes) = Keymap::shipped().with_file("mine.toml", "[queue\nreply = 5");
        assert_eq!((mistakes.len(), mistakes[0].line), (1, 1));
        assert_eq!(map, Keymap::shipped());
    }

    #[test]
    fn a_clash_inside_one_place_is_a_mistake() {
        let (_, mistakes) = Keymap::shipped().with_file("mine.toml", "[queue]\nreply = [\"w\"]\nnote = [\"w\"]\n");
        assert_eq!(mistakes.len(), 1);
        let (_, mistakes) = Keymap::shipped().with_file("mine.toml", "[composer]\nphrases = [\"p\"]\n");
        assert!(mistakes[0].message.contains("types text"), "{}", mistakes[0]);
    }
}
