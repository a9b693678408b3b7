//! The queue: a window of rows around the cursor, read by position and never as a whole.
//!
//! Not its duty: the order (the store's index has it), what an action does to a case (`case`, `purpose`).

use super::form::{Choice, Field, Form};
use super::line::Line;
use super::{App, Effect, Effects, Mouse, Overlay, Purpose, Request, Wake, layout};
use crate::model::queue::{Filter, From, Mark, OwnerFilter, Page, QueueRow, View};
use crate::model::{CaseId, Channel, State};
use crate::tui::action::Action;
use crate::tui::input::{Code, Key};

/// The case beside a moving cursor is read when the cursor has rested this long.
const PREVIEW_AFTER_MS: u64 = 60;
/// How many pages are read at once where the cursor jumps to; more come before it needs them.
const FIRST_PAGES: usize = 2;

#[derive(Debug, Default)]
pub struct Queue {
    pub filter: Filter,
    /// The rows read so far around the cursor, in order.
    pub rows: Vec<QueueRow>,
    /// Index into `rows`.
    pub cursor: usize,
    /// Index of the first visible row.
    pub top: usize,
    pub at_top: bool,
    pub at_bottom: bool,
    /// The search line while it is being typed.
    pub typing: Option<Line>,
    /// What was looked for last; it comes back by a key.
    pub searched: String,
    /// Scroll of the case beside the list.
    pub preview_scroll: usize,
    /// Nothing was read yet.
    pub loading: bool,
    /// The question whose answer is awaited, and what it was.
    awaited: Option<(Request, Asked)>,
    /// Steps that could not be made yet because their rows were not there.
    owed: isize,
    preview_request: Request,
    /// Things changed while an answer was awaited: ask again when it has come.
    stale: bool,
    /// Things changed while another screen lay over the queue.
    pub behind: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Replace the window; the cursor goes to this case, or keeps its place on the screen.
    Fresh(Option<CaseId>),
    Bottom,
    More,
    Earlier,
}

impl Queue {
    pub fn row(&self) -> Option<&QueueRow> {
        self.rows.get(self.cursor)
    }

    /// False when a page only brings rows outside the window, or is not awaited any more.
    pub fn shows_page(&self, request: Request) -> bool {
        match self.awaited {
            Some((awaited, Asked::More | Asked::Earlier)) if awaited == request => self.owed != 0 || self.stale,
            Some((awaited, _)) => awaited == request,
            None => false,
        }
    }

    /// True when something narrows the queue beyond its view.
    pub fn is_filtered(&self) -> bool {
        let f = &self.filter;
        f.state.is_some()
            || f.owner != OwnerFilter::Any
            || f.channel.is_some()
            || f.mark.is_some()
            || !f.search.is_empty()
    }
}

fn height(app: &App) -> usize {
    usize::from(layout::queue(app.size).list.height).max(1)
}

fn ask(app: &mut App, asked: Asked, from: From, limit: usize, out: &mut Effects) {
    let request = app.request();
    app.queue.awaited = Some((request, asked));
    out.push(Effect::LoadPage { request, filter: app.queue.filter.clone(), asker: app.asker(), from, limit });
}

/// Reads the queue anew from its top.
pub fn reload(app: &mut App, out: &mut Effects) {
    app.queue.loading = true;
    app.queue.owed = 0;
    let limit = height(app) * FIRST_PAGES;
    ask(app, Asked::Fresh(None), From::Top, limit, out);
}

/// Reads the rows around the cursor again; the cursor stays on its case and on its line.
pub fn refresh(app: &mut App, out: &mut Effects) {
    app.queue.behind = false;
    if app.queue.awaited.is_some() {
        app.queue.stale = true;
        return;
    }
    let limit = height(app) * 4;
    match app.queue.row().map(|r| r.id) {
        Some(id) => ask(app, Asked::Fresh(Some(id)), From::Around(id), limit, out),
        None => reload(app, out),
    }
}

/// After a change of size the cursor must still be visible.
pub fn fit(app: &mut App, out: &mut Effects) {
    keep_visible(app);
    prefetch(app, out);
}

pub fn page_came(app: &mut App, request: Request, page: Page, out: &mut Effects) {
    let Some((_, asked)) = app.queue.awaited.take_if(|(awaited, _)| *awaited == request) else { return };
    app.queue.loading = false;
    match asked {
        Asked::Fresh(keep) => fresh(app, page, keep),
        Asked::Bottom => {
            fresh(app, page, None);
            app.queue.cursor = app.queue.rows.len().saturating_sub(1);
        }
        Asked::More => {
            app.queue.rows.extend(page.rows);
            app.queue.at_bottom = page.at_bottom;
            trim_front(app);
        }
        Asked::Earlier => {
            let came = page.rows.len();
            app.queue.rows.splice(0..0, page.rows);
            app.queue.cursor += came;
            app.queue.top += came;
            app.queue.at_top = page.at_top;
            let kept = window(app);
            app.queue.at_bottom &= app.queue.rows.len() <= kept;
            app.queue.rows.truncate(kept);
        }
    }
    let owed = std::mem::take(&mut app.queue.owed);
    keep_visible(app);
    step(app, owed, out);
    ask_preview(app, out);
    if std::mem::take(&mut app.queue.stale) {
        refresh(app, out);
    }
}

fn fresh(app: &mut App, page: Page, keep: Option<CaseId>) {
    let queue = &mut app.queue;
    let line = queue.cursor.saturating_sub(queue.top);
    let found = keep.and_then(|id| page.rows.iter().position(|r| r.id == id));
    queue.cursor =
        found.unwrap_or(if keep.is_some() { queue.cursor.min(page.rows.len().saturating_sub(1)) } else { 0 });
    queue.top = queue.cursor.saturating_sub(line);
    queue.rows = page.rows;
    queue.at_top = page.at_top;
    queue.at_bottom = page.at_bottom;
}

/// How many rows the window keeps.
fn window(app: &App) -> usize {
    height(app) * 12
}

fn trim_front(app: &mut App) {
    let kept = window(app);
    let queue = &mut app.queue;
    let surplus = queue.rows.len().saturating_sub(kept).min(queue.top);
    if surplus > 0 {
        queue.rows.drain(..surplus);
        queue.cursor -= surplus;
        queue.top -= surplus;
        queue.at_top = false;
    }
}

fn keep_visible(app: &mut App) {
    let height = height(app);
    let queue = &mut app.queue;
    queue.cursor = queue.cursor.min(queue.rows.len().saturating_sub(1));
    let highest_top = queue.rows.len().saturating_sub(height);
    queue.top = queue.top.min(queue.cursor).max((queue.cursor + 1).saturating_sub(height));
    if queue.at_bottom {
        queue.top = queue.top.min(highest_top.max((queue.cursor + 1).saturating_sub(height)));
    }
}

/// Moves the cursor; steps beyond the rows that are there are owed until these come.
fn step(app: &mut App, by: isize, out: &mut Effects) {
    if by != 0 {
        let wanted = app.queue.cursor as isize + app.queue.owed + by;
        let last = app.queue.rows.len() as isize - 1;
        let reached = wanted.clamp(0, last.max(0));
        let waits = if wanted > last { !app.queue.at_bottom } else { wanted < 0 && !app.queue.at_top };
        app.queue.owed = if waits { wanted - reached } else { 0 };
        app.queue.cursor = reached as usize;
        app.queue.preview_scroll = 0;
        keep_visible(app);
    }
    prefetch(app, out);
}

/// A page further: the cursor and the first visible row move together.
fn page(app: &mut App, by: isize, out: &mut Effects) {
    let height = height(app) as isize;
    let top = app.queue.top as isize + by * height;
    let highest = (app.queue.rows.len() as isize - height).max(0);
    app.queue.top = top.clamp(0, highest) as usize;
    step(app, by * height, out);
    ask_preview(app, out);
}

/// Asks for rows before the cursor needs them.
fn prefetch(app: &mut App, out: &mut Effects) {
    if app.queue.awaited.is_some() || app.queue.rows.is_empty() {
        return;
    }
    let height = height(app);
    let ahead = app.queue.rows.len() - app.queue.top;
    if !app.queue.at_bottom && ahead < height * FIRST_PAGES {
        let last = app.queue.rows[app.queue.rows.len() - 1].key;
        ask(app, Asked::More, From::After(last), height * 4, out);
    } else if !app.queue.at_top && app.queue.top < height {
        let first = app.queue.rows[0].key;
        ask(app, Asked::Earlier, From::Before(first), height * 4, out);
    }
}

fn ask_preview(app: &mut App, out: &mut Effects) {
    if layout::queue(app.size).preview.is_none() {
        return;
    }
    let Some(row) = app.queue.row() else { return };
    if app.case(row.id).is_some() {
        return;
    }
    let request = app.request();
    app.queue.preview_request = request;
    out.push(Effect::Wake { after_ms: PREVIEW_AFTER_MS, wake: Wake::Preview { request } });
}

/// The cursor has rested: the case beside it is read.
pub fn preview(app: &mut App, request: Request, out: &mut Effects) {
    if request == app.queue.preview_request
        && let Some(row) = app.queue.row()
    {
        out.push(Effect::LoadCase { id: row.id });
    }
}

/// True when the queue knows the action.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    if app.queue.typing.is_some() {
        return in_search(app, action, out);
    }
    match action {
        Action::Down => moved(app, 1, out),
        Action::Up => moved(app, -1, out),
        Action::PageDown => page(app, 1, out),
        Action::PageUp => page(app, -1, out),
        Action::Top => to_top(app, out),
        Action::Bottom => to_bottom(app, out),
        Action::ScrollDown => {
            app.queue.preview_scroll = app.queue.preview_scroll.saturating_add(8).min(app.measured.lines)
        }
        Action::ScrollUp => app.queue.preview_scroll = app.queue.preview_scroll.saturating_sub(8),
        Action::ViewAll => view(app, View::All, out),
        Action::ViewMine => view(app, View::Mine, out),
        Action::ViewUnanswered => view(app, View::Unanswered, out),
        Action::ViewDue => view(app, View::DueToday, out),
        Action::ViewCalls => view(app, View::Calls, out),
        Action::ViewPublic => view(app, View::Public, out),
        Action::ViewEnded => view(app, View::Ended, out),
        Action::Open => match app.queue.row().map(|r| r.id) {
            Some(id) => super::case::open(app, id, out),
            None => return false,
        },
        Action::MarkForMany => super::many::mark(app, out),
        Action::WriteToMany => super::many::write(app, out),
        Action::Search => app.queue.typing = Some(Line::default()),
        Action::Filter => open_filter(app),
        Action::ClearFilter => set_filter(app, Filter { view: app.queue.filter.view, ..Filter::default() }, out),
        Action::Back if app.queue.is_filtered() => {
            set_filter(app, Filter { view: app.queue.filter.view, ..Filter::default() }, out);
        }
        _ => return false,
    }
    true
}

/// Moves the cursor and asks for the case beside it.
pub fn moved(app: &mut App, by: isize, out: &mut Effects) {
    step(app, by, out);
    ask_preview(app, out);
}

fn to_top(app: &mut App, out: &mut Effects) {
    if app.queue.at_top {
        app.queue.cursor = 0;
        app.queue.top = 0;
        moved(app, 0, out);
    } else {
        let limit = height(app) * FIRST_PAGES;
        ask(app, Asked::Fresh(None), From::Top, limit, out);
    }
}

fn to_bottom(app: &mut App, out: &mut Effects) {
    if app.queue.at_bottom {
        app.queue.cursor = app.queue.rows.len().saturating_sub(1);
        keep_visible(app);
        moved(app, 0, out);
    } else {
        let limit = height(app) * FIRST_PAGES;
        ask(app, Asked::Bottom, From::Bottom, limit, out);
    }
}

fn view(app: &mut App, view: View, out: &mut Effects) {
    let filter = Filter { view, ..app.queue.filter.clone() };
    set_filter(app, filter, out);
}

fn set_filter(app: &mut App, filter: Filter, out: &mut Effects) {
    app.queue.filter = filter;
    app.queue.top = 0;
    app.queue.cursor = 0;
    reload(app, out);
}

fn in_search(app: &mut App, action: Action, out: &mut Effects) -> bool {
    let Some(line) = app.queue.typing.take() else { return false };
    match action {
        Action::Submit => search(app, line.text(), out),
        Action::Cancel | Action::Back => {}
        Action::Up if line.is_empty() => app.queue.typing = Some(Line::new(&app.queue.searched)),
        _ => app.queue.typing = Some(line),
    }
    true
}

fn search(app: &mut App, words: &str, out: &mut Effects) {
    if !words.trim().is_empty() {
        words.trim().clone_into(&mut app.queue.searched);
    }
    let filter = Filter { search: words.trim().to_owned(), ..app.queue.filter.clone() };
    set_filter(app, filter, out);
}

/// The search line takes typing.
pub fn typed(app: &mut App, key: Key, _out: &mut Effects) {
    if let Some(line) = &mut app.queue.typing {
        line.key(key);
        return;
    }
    if key.code == Code::Esc {
        app.pending.clear();
    }
}

pub fn pasted(app: &mut App, text: &str, _out: &mut Effects) {
    if let Some(line) = &mut app.queue.typing {
        line.insert(text);
    }
}

pub fn mouse(app: &mut App, mouse: Mouse, out: &mut Effects) {
    let areas = layout::queue(app.size);
    match mouse {
        Mouse::ScrollDown { .. } => moved(app, 3, out),
        Mouse::ScrollUp { .. } => moved(app, -3, out),
        Mouse::Press { x, y } if areas.list.contains((x, y).into()) => {
            let index = app.queue.top + usize::from(y - areas.list.y);
            if index < app.queue.rows.len() {
                let by = index as isize - app.queue.cursor as isize;
                moved(app, by, out);
            }
        }
        _ => {}
    }
}

const MARKS: [(&str, Mark); 7] = [
    ("call", Mark::Call),
    ("public", Mark::Public),
    ("vip", Mark::Vip),
    ("ambiguous", Mark::Ambiguous),
    ("unsent", Mark::Unsent),
    ("unread", Mark::Unread),
    ("draft", Mark::Draft),
];

/// The form that narrows the queue.
fn open_filter(app: &mut App) {
    let texts = &app.texts;
    let any = || Choice::new("", texts.t("filter-any"));
    let filter = &app.queue.filter;
    let mut states = vec![any()];
    states.extend(
        State::KNOWN
            .iter()
            .map(|s| Choice::new(s.as_str(), texts.t(&format!("state-{}", s.as_str().replace('_', "-"))))),
    );
    let mut owners =
        vec![any(), Choice::new("nobody", texts.t("filter-nobody")), Choice::new("me", texts.t("filter-me"))];
    let mut others: Vec<_> = app.operators.values().filter(|o| o.id != app.me.id).collect();
    others.sort_by(|a, b| a.name.cmp(&b.name));
    owners.extend(others.iter().map(|o| Choice::new(o.id.to_string(), o.name.clone())));
    let mut channels = vec![any()];
    channels.extend(
        Channel::KNOWN
            .iter()
            .map(|c| Choice::new(c.as_str(), texts.t(&format!("channel-{}", c.as_str().replace('_', "-"))))),
    );
    let mut marks = vec![any()];
    marks.extend(MARKS.iter().map(|(id, _)| Choice::new(*id, texts.t(&format!("mark-{id}")))));
    let at = |options: &[Choice], id: &str| options.iter().position(|o| o.id == id).unwrap_or(0);
    let owner = match filter.owner {
        OwnerFilter::Any => String::new(),
        OwnerFilter::Nobody => "nobody".into(),
        OwnerFilter::Of(id) if id == app.me.id => "me".into(),
        OwnerFilter::Of(id) => id.to_string(),
    };
    let mark = MARKS.iter().find(|(_, m)| Some(*m) == filter.mark).map_or("", |(id, _)| id);
    let state_at = at(&states, filter.state.as_ref().map_or("", State::as_str));
    let channel_at = at(&channels, filter.channel.as_ref().map_or("", Channel::as_str));
    let (owner_at, mark_at) = (at(&owners, &owner), at(&marks, mark));
    let fields = vec![
        Field::choice("state", texts.t("column-state"), states, state_at),
        Field::choice("owner", texts.t("column-owner"), owners, owner_at),
        Field::choice("channel", texts.t("column-channel"), channels, channel_at),
        Field::choice("mark", texts.t("column-marks"), marks, mark_at),
    ];
    app.overlay = Some(Overlay::Form(Box::new(Form::new(texts.t("filter-title"), Purpose::Filter, fields))));
}

/// Takes the values of the filter form.
pub fn filter_from(app: &mut App, form: &Form, out: &mut Effects) {
    let word = |id: &str| Some(form.chosen(id)).filter(|w| !w.is_empty());
    let owner = match form.chosen("owner") {
        "" => OwnerFilter::Any,
        "nobody" => OwnerFilter::Nobody,
        "me" => OwnerFilter::Of(app.me.id),
        id => id.parse().map_or(OwnerFilter::Any, OwnerFilter::Of),
    };
    let filter = Filter {
        state: word("state").map(State::from),
        owner,
        channel: word("channel").map(Channel::from),
        mark: word("mark").and_then(|w| MARKS.iter().find(|(id, _)| *id == w)).map(|(_, m)| *m),
        ..app.queue.filter.clone()
    };
    set_filter(app, filter, out);
}

#[cfg(test)]
mod tests;
