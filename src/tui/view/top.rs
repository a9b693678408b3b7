//! The first line of every screen: the views with their counters, the link, the operator, the clock, as much as has room.
//!
//! Not its duty: the lines below (`bars`).

use ratatui::layout::Rect;

use super::Pen;
use super::bars::minute;
use crate::i18n::{Moment, UiLang, weekday};
use crate::model::SourceTrouble;
use crate::model::queue::{Counts, Link, View};
use crate::text::width;
use crate::tui::app::{App, Screen};
use crate::tui::theme::Role;

/// The line as it was put into words, with all that these depend on.
#[derive(Debug, Default)]
pub struct Words(Option<(TopFacts, Top)>);

impl Words {
    /// True when the line that was drawn last tells how many are unanswered.
    pub fn counts_unanswered(&self) -> bool {
        self.0.as_ref().is_some_and(|(_, top)| top.fitted.labels.counts(View::Unanswered))
    }

    fn fitting(&mut self, app: &App, cells: u16) -> &Top {
        let facts = TopFacts {
            cells,
            here: here(app),
            lang: app.texts.lang(),
            counts: app.counts.clone(),
            link: app.link.clone(),
            sick: sick(app).map(|(name, trouble)| (name.to_owned(), trouble.clone())),
            minute: minute(app),
            zone: app.me.zone.clone(),
            name: app.me.name.clone(),
        };
        let known = self.0.take().filter(|(known, _)| *known == facts);
        let (_, top) = self.0.insert(known.unwrap_or_else(|| {
            let fitted = Fitted::to(app, cells);
            let label = |(i, (view, key)): (usize, &(View, &str))| view_label(app, i, *view, key, fitted.labels);
            let labels = VIEWS.iter().enumerate().map(label).collect();
            let link = link_words(app, fitted.labels == Labels::Long);
            let clock = clock_words(app);
            (facts, Top { fitted, labels, link, clock })
        }));
        top
    }
}

/// Views in the order of their keys, with the counter each shows.
const VIEWS: [(View, &str); 7] = [
    (View::All, "view-all"),
    (View::Mine, "view-mine"),
    (View::Unanswered, "view-unanswered"),
    (View::DueToday, "view-due"),
    (View::Calls, "view-calls"),
    (View::Public, "view-public"),
    (View::Ended, "view-ended"),
];

fn count_of(app: &App, view: View) -> Option<u64> {
    let c = &app.counts;
    match view {
        View::All => Some(c.all),
        View::Mine => Some(c.mine),
        View::Unanswered => Some(c.unanswered),
        View::DueToday => Some(c.due_today),
        View::Calls => Some(c.calls),
        View::Public => Some(c.public),
        View::Ended => None,
    }
}

/// Name, views with their counters, link, operator, clock. What does not fit is left out from the least important on.
pub fn draw(app: &App, words: &mut Words, pen: &mut Pen<'_>, area: Rect) {
    if area.height == 0 {
        return;
    }
    pen.fill(area, Role::Bar);
    let y = area.y;
    let top = words.fitting(app, area.width);
    let fitted = top.fitted;
    let mut right = area.right().saturating_sub(1);
    right = pen.text_right(right, y, &top.clock, 16, Role::Bar).saturating_sub(2);
    if fitted.name {
        right = pen.text_right(right, y, &app.me.name, 24, Role::BarStrong).saturating_sub(2);
    }
    right = pen.text_right(right, y, &top.link.0, area.width / 3, top.link.1).saturating_sub(1);
    let mut x = area.x + 1;
    if fitted.title {
        x += pen.text(x, y, TITLE, 9, Role::BarStrong) + 3;
    }
    for (i, ((view, _), label)) in VIEWS.iter().zip(&top.labels).enumerate() {
        let here = here(app) == Some(*view);
        let cells = width(label) as u16;
        if x + cells > right {
            break;
        }
        pen.text(x, y, label, cells, if here { Role::BarStrong } else { Role::Bar });
        let digit = if here { Role::BarStrong } else { Role::BarKey };
        pen.text(x, y, &(i + 1).to_string(), 1, digit);
        x += cells + fitted.labels.gap();
    }
}

const TITLE: &str = "Sincerely";

/// All that the words of the top line depend on.
#[derive(Debug, PartialEq)]
struct TopFacts {
    cells: u16,
    here: Option<View>,
    lang: UiLang,
    counts: Counts,
    link: Link,
    sick: Option<(String, SourceTrouble)>,
    minute: i64,
    zone: String,
    name: String,
}

#[derive(Debug)]
struct Top {
    fitted: Fitted,
    labels: Vec<String>,
    link: (String, Role),
    clock: String,
}

/// How the views are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Labels {
    Long,
    Short,
    /// Three or four letters and the counter.
    Tiny,
    /// The same, and counters only where somebody waits: unanswered, due, to be called.
    Few,
    /// The same without any counter.
    Names,
    /// Counts alone, but for the view one is in: for terminals of less than eighty columns.
    Current,
}

impl Labels {
    fn counts(self, view: View) -> bool {
        match self {
            Self::Names => false,
            Self::Few => matches!(view, View::Unanswered | View::DueToday | View::Calls),
            _ => true,
        }
    }

    fn gap(self) -> u16 {
        if self == Self::Long { 2 } else { 1 }
    }
}

/// What ails a source is told in so many cells at most where there is little room.
const SHORT_TROUBLE: usize = 20;

/// Blanks of the top line: at both ends, before the link and before the clock.
const MARGINS: usize = 4;

/// What the top line has room for: names of views come before the operator's, his before the program's.
#[derive(Debug, Clone, Copy)]
struct Fitted {
    labels: Labels,
    name: bool,
    title: bool,
}

impl Fitted {
    fn to(app: &App, cells: u16) -> Self {
        let name = width(&app.me.name).min(24) + 2;
        let title = TITLE.len() + 3;
        let tries = [
            (Labels::Long, true, true),
            (Labels::Long, true, false),
            (Labels::Long, false, false),
            (Labels::Short, false, false),
            (Labels::Tiny, false, false),
            (Labels::Few, false, false),
            (Labels::Names, false, false),
        ];
        let clock = width(&clock_words(app));
        let needs = |labels: Labels, with_name: bool, with_title: bool| {
            let link = width(&link_words(app, labels == Labels::Long).0);
            let views = VIEWS.iter().enumerate().map(|(i, (view, key))| width(&view_label(app, i, *view, key, labels)));
            let views: usize = views.map(|w| w + usize::from(labels.gap())).sum();
            views + link + clock + MARGINS + usize::from(with_name) * name + usize::from(with_title) * title
        };
        let found = tries.into_iter().find(|(l, n, t)| needs(*l, *n, *t) <= usize::from(cells));
        let (labels, name, title) = found.unwrap_or((Labels::Current, false, false));
        Self { labels, name, title }
    }
}

/// "Mon 14:05"
fn clock_words(app: &App) -> String {
    let now = app.local_now();
    format!("{} {}", weekday(&app.texts, now.weekday()), now.strftime("%H:%M"))
}

/// The view one is in.
fn here(app: &App) -> Option<View> {
    matches!(app.screen(), Screen::Queue).then_some(app.queue.filter.view)
}

fn view_label(app: &App, i: usize, view: View, key: &str, labels: Labels) -> String {
    let counter = count_of(app, view).filter(|_| labels.counts(view));
    let count = counter.map(|n| format!(" {}", short_count(n))).unwrap_or_default();
    match labels {
        Labels::Long => format!("{} {}{count}", i + 1, app.texts.t(key)),
        Labels::Short => format!("{} {}{count}", i + 1, app.texts.t(&format!("{key}-short"))),
        Labels::Tiny | Labels::Few | Labels::Names => {
            format!("{} {}{count}", i + 1, app.texts.t(&format!("{key}-tiny")))
        }
        Labels::Current if here(app) == Some(view) => view_label(app, i, view, key, Labels::Short),
        Labels::Current => format!("{}{count}", i + 1),
    }
}

/// "999", "12k", "1.2M": a counter must not push the others away.
fn short_count(n: u64) -> String {
    match n {
        0..10_000 => n.to_string(),
        10_000..1_000_000 => format!("{}k", n / 1000),
        _ => format!("{}.{}M", n / 1_000_000, n / 100_000 % 10),
    }
}

/// The sign always; the words where there is room or where they say what is wrong.
fn link_words(app: &App, long: bool) -> (String, Role) {
    let texts = &app.texts;
    match (&app.link, sick(app)) {
        (Link::InStep { .. }, Some((_, trouble))) if !long => {
            let words = format!("✕ ✉ {}", texts.t(&format!("source-{}", trouble.as_str())));
            // Longer words would take the names of the views away.
            (if width(&words) <= SHORT_TROUBLE { words } else { "✕ ✉".to_owned() }, Role::BarStrong)
        }
        (Link::InStep { .. }, Some((name, trouble))) => {
            let what = texts.t(&format!("source-{}", trouble.as_str()));
            (format!("✕ ✉ {name}: {what}"), Role::BarStrong)
        }
        (link, _) => desk_words(app, link, long),
    }
}

/// The first source that ails, or the way out (R100).
fn sick(app: &App) -> Option<(&str, &SourceTrouble)> {
    app.sources.iter().find_map(|source| Some((source.name.as_str(), source.trouble.as_ref()?)))
}

/// How the desk itself is reached.
fn desk_words(app: &App, link: &Link, long: bool) -> (String, Role) {
    let texts = &app.texts;
    match link {
        Link::InStep { .. } if !long => ("●".to_owned(), Role::Bar),
        Link::Connecting => (format!("○ {}", texts.t("link-connecting")), Role::Bar),
        Link::InStep { .. } => (format!("● {}", texts.t("link-in-step")), Role::Bar),
        Link::Loading { done, of } => {
            let args = [("done", texts.number(*done).into()), ("of", texts.number(*of).into())];
            (format!("◌ {}", texts.tr("link-loading", &args)), Role::BarStrong)
        }
        Link::Offline { since, .. } => {
            let now = app.local_now();
            let at = since.to_zoned(app.zone());
            let since = Moment { at: &at, now: &now }.short(texts);
            let key = if long { "link-offline" } else { "link-offline-short" };
            (format!("✕ {}", texts.tr(key, &[("since", since.into())])), Role::BarStrong)
        }
        Link::LoginNeeded { .. } => (format!("✕ {}", texts.t("link-login")), Role::BarStrong),
    }
}
