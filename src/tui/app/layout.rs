//! How the terminal is divided: the same arithmetic for the core (how many rows a page has) and for the view.

use ratatui::layout::Rect;

/// From this width on, the case stands beside the list.
pub const WIDE: u16 = 100;
/// From this width on, the customer's card stands beside the case as well.
pub const VERY_WIDE: u16 = 160;

/// The frame of every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    pub top: Rect,
    pub body: Rect,
    pub status: Rect,
    pub footer: Rect,
}

/// Divides the whole terminal. Small ones lose the status line first, then the footer.
pub fn frame(size: (u16, u16)) -> Frame {
    let (w, h) = size;
    let top = u16::from(h >= 2);
    let status = u16::from(h >= 8);
    let footer = u16::from(h >= 5);
    let body = h - top - status - footer;
    Frame {
        top: Rect::new(0, 0, w, top),
        body: Rect::new(0, top, w, body),
        status: Rect::new(0, top + body, w, status),
        footer: Rect::new(0, top + body + status, w, footer),
    }
}

/// The queue: the list with its line of column names, and the case beside it where there is room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueLayout {
    pub head: Rect,
    pub list: Rect,
    pub preview: Option<Rect>,
}

pub fn queue(size: (u16, u16)) -> QueueLayout {
    let body = frame(size).body;
    let list_width = match size.0 {
        w if w < WIDE => w,
        w if w < VERY_WIDE => w * 60 / 100,
        w => w * 52 / 100,
    };
    let head = u16::from(body.height >= 4);
    let list = Rect::new(body.x, body.y + head, list_width, body.height - head);
    let preview =
        (list_width < size.0).then(|| Rect::new(list_width + 1, body.y, size.0 - list_width - 1, body.height));
    QueueLayout { head: Rect::new(body.x, body.y, list_width, head), list, preview }
}

/// The case: who and what above, the thread, and beside it (or below, where it is narrow) what else belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseLayout {
    pub head: Rect,
    pub thread: Rect,
    /// Follow-ups and the customer's card; empty when there is no room at all.
    pub side: Rect,
    /// The side stands below the thread.
    pub below: bool,
}

/// `at_side`: the keys move in the side; below the thread it is then given more lines.
pub fn case(size: (u16, u16), at_side: bool) -> CaseLayout {
    let body = frame(size).body;
    let head_height = match body.height {
        0..6 => 0,
        6..12 => 2,
        _ => 4,
    };
    let head = Rect::new(body.x, body.y, body.width, head_height);
    let (y, height) = (body.y + head_height, body.height - head_height);
    if size.0 >= WIDE {
        let side = (size.0 * 34 / 100).min(64);
        let thread = Rect::new(body.x, y, body.width - side - 1, height);
        return CaseLayout { head, thread, side: Rect::new(thread.right() + 1, y, side, height), below: false };
    }
    let below = match height {
        0..6 => 0,
        6..10 => {
            if at_side {
                height - 3
            } else {
                0
            }
        }
        _ if at_side => height - 5,
        _ => (height * 2 / 5).min(9),
    };
    let thread = Rect::new(body.x, y, body.width, height - below);
    CaseLayout { head, thread, side: Rect::new(body.x, thread.bottom(), body.width, below), below: true }
}

/// The composer: who and where above, the text, and what helps beside it or below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComposerLayout {
    pub head: Rect,
    pub text: Rect,
    pub side: Option<Rect>,
    pub below: Option<Rect>,
}

/// The widest a letter is set, in cells; longer lines are hard to read.
const LETTER_WIDTH: u16 = 92;

pub fn composer(size: (u16, u16)) -> ComposerLayout {
    let body = frame(size).body;
    let head = Rect::new(0, body.y, body.width, body.height.min(if body.height >= 6 { 2 } else { 1 }));
    let rest = Rect::new(0, head.bottom(), body.width, body.height - head.height);
    let left = u16::from(rest.width > 4);
    if size.0 >= WIDE {
        let width = (rest.width * 58 / 100).min(LETTER_WIDTH + 2);
        let side = Rect::new(width + 1, rest.y, rest.width - width - 1, rest.height);
        let text = Rect::new(left, rest.y, width - 2, rest.height);
        return ComposerLayout { head, text, side: Some(side), below: None };
    }
    let below_height = if rest.height >= 12 { (rest.height * 2 / 5).min(9) } else { 0 };
    let text = Rect::new(left, rest.y, rest.width.saturating_sub(2 * left), rest.height - below_height);
    let below = (below_height > 0).then(|| Rect::new(0, text.bottom(), rest.width, below_height));
    ComposerLayout { head, text, side: None, below }
}

/// A list over the whole width, with a title and a rule above it where there is room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListLayout {
    pub head: Rect,
    pub list: Rect,
}

pub fn list(size: (u16, u16)) -> ListLayout {
    let body = frame(size).body;
    let head = match body.height {
        0..3 => 0,
        3..6 => 1,
        _ => 2,
    };
    ListLayout {
        head: Rect::new(body.x, body.y, body.width, head),
        list: Rect::new(body.x, body.y + head, body.width, body.height - head),
    }
}

/// Lines of one call: who and when; below it why, unless one line holds both.
pub fn call_lines(size: (u16, u16)) -> u16 {
    if size.0 >= 140 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_is_divided_without_overlap_or_loss() {
        for w in [1u16, 20, 40, 80, 99, 100, 120, 160, 200, 400] {
            for h in [1u16, 2, 3, 5, 8, 12, 24, 60, 200] {
                let f = frame((w, h));
                assert_eq!(f.top.height + f.body.height + f.status.height + f.footer.height, h);
                let q = queue((w, h));
                assert_eq!(q.head.height + q.list.height, f.body.height);
                for at_side in [false, true] {
                    let c = case((w, h), at_side);
                    assert!(c.thread.right() <= w && c.side.right() <= w);
                    let below = if c.below { c.side.height } else { 0 };
                    assert_eq!(c.head.height + c.thread.height + below, f.body.height);
                }
                if let Some(preview) = q.preview {
                    assert!(preview.right() <= w && q.list.right() < preview.x);
                }
            }
        }
    }
}
