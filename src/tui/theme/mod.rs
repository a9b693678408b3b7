//! Colours by role only: themes from `themes/*.toml`, brought down to what the terminal can show.
//!
//! ```toml
//! base = "dark"                        # roles that are missing come from this shipped theme
//! [roles]
//! accent = { fg = "#7aa2f7", bold = true }
//! ```
//! Not its duty: asking the terminal what it can do (`runtime`), deciding which role a thing has (`view`).

mod color;
mod file;

pub use color::Depth;
pub use file::SHIPPED;

use ratatui::style::Style;

use crate::text::Mistake;

macro_rules! roles {
    ($($variant:ident $id:literal),+ $(,)?) => {
        /// What a piece of the screen is, never what colour it has.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role { $($variant),+ }

        impl Role {
            pub const ALL: &'static [Role] = &[$(Role::$variant),+];

            pub fn id(self) -> &'static str {
                match self { $(Role::$variant => $id),+ }
            }
        }
    };
}

roles! {
    Text "text",
    Dim "dim",
    Strong "strong",
    Accent "accent",
    Rule "rule",
    Bar "bar",
    BarStrong "bar-strong",
    BarKey "bar-key",
    Cursor "cursor",
    CursorIdle "cursor-idle",
    Unread "unread",
    Overdue "overdue",
    Soon "soon",
    Good "good",
    Block "block",
    Warning "warning",
    Hint "hint",
    Inbound "inbound",
    Ours "ours",
    Note "note",
    Auto "auto",
    Quoted "quoted",
    Call "call",
    Public "public",
    Vip "vip",
    Slot "slot",
    Selection "selection",
    Field "field",
    FieldFocus "field-focus",
    Match "match",
}

/// One theme at one colour depth.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    pub name: String,
    styles: Vec<Style>,
}

impl Theme {
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// A theme that ships with the program; `dark` when the name is unknown.
    pub fn shipped(name: &str, depth: Depth) -> Self {
        let (name, text) = SHIPPED.iter().find(|(n, _)| *n == name).unwrap_or(&SHIPPED[0]);
        let (theme, mistakes) = Self::from_text(name, text, depth);
        debug_assert!(mistakes.is_empty(), "{mistakes:?}");
        theme
    }

    /// Reads a theme; what is wrong in it is told, the shipped base stands in.
    pub fn from_text(name: &str, text: &str, depth: Depth) -> (Self, Vec<Mistake>) {
        let (styles, mistakes) = file::read(name, text);
        let styles = styles.into_iter().map(|s| color::bring_down(s, depth)).collect();
        (Self { name: name.to_owned(), styles }, mistakes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Color, Modifier};

    #[test]
    fn shipped_themes_are_whole() {
        for (name, text) in SHIPPED {
            let (_, mistakes) = Theme::from_text(name, text, Depth::True);
            assert_eq!(mistakes, [], "{name}");
            for role in Role::ALL {
                assert!(
                    text.lines().any(|l| l.split('=').next().is_some_and(|k| k.trim() == role.id())),
                    "{name} lacks {}",
                    role.id()
                );
            }
        }
    }

    #[test]
    fn without_colour_the_cursor_and_the_severities_can_still_be_told_apart() {
        for (name, _) in SHIPPED {
            let theme = Theme::shipped(name, Depth::None);
            for role in Role::ALL {
                let style = theme.style(*role);
                assert!(matches!(style.fg, None | Some(Color::Reset)) && matches!(style.bg, None | Some(Color::Reset)));
            }
            assert!(theme.style(Role::Cursor).add_modifier.contains(Modifier::REVERSED));
            assert!(theme.style(Role::Block).add_modifier.intersects(Modifier::UNDERLINED | Modifier::BOLD));
        }
    }

    #[test]
    fn a_broken_theme_is_told_with_its_place_and_the_base_stands_in() {
        let text =
            "base = \"light\"\n[roles]\naccent = { fg = \"#12\" }\nacent = { fg = \"red\" }\ndim = { fg = \"blue\" }\n";
        let (theme, mistakes) = Theme::from_text("mine", text, Depth::True);
        let places: Vec<_> = mistakes.iter().map(|m| m.line).collect();
        assert_eq!(places, [3, 4]);
        assert_eq!(theme.style(Role::Dim).fg, Some(Color::Blue));
        assert_eq!(theme.style(Role::Accent), Theme::shipped("light", Depth::True).style(Role::Accent));
    }
}
