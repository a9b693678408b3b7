//! A cursor in a list of rows of equal height, with the window that shows it.

use crate::tui::action::Action;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    pub cursor: usize,
    /// Index of the first visible row.
    pub top: usize,
}

impl Place {
    /// Moves by the common actions; false for others. `page` is how many rows are visible.
    pub fn moved(&mut self, action: Action, rows: usize, page: usize) -> bool {
        let page = page.max(1);
        self.cursor = match action {
            Action::Down => self.cursor.saturating_add(1),
            Action::Up => self.cursor.saturating_sub(1),
            Action::PageDown => self.cursor.saturating_add(page),
            Action::PageUp => self.cursor.saturating_sub(page),
            Action::Top => 0,
            Action::Bottom => rows,
            _ => return false,
        };
        self.fit(rows, page);
        true
    }

    /// Keeps the cursor on a row and the row visible.
    pub fn fit(&mut self, rows: usize, page: usize) {
        let page = page.max(1);
        self.cursor = self.cursor.min(rows.saturating_sub(1));
        self.top = self.top.min(self.cursor).max((self.cursor + 1).saturating_sub(page));
        self.top = self.top.min(rows.saturating_sub(page));
    }

    /// Goes to a row and stays on its line of the screen.
    pub fn go(&mut self, row: usize, rows: usize, page: usize) {
        let line = self.cursor.saturating_sub(self.top);
        self.cursor = row;
        self.top = row.saturating_sub(line);
        self.fit(rows, page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_a_row_and_the_row_on_the_page() {
        let mut place = Place::default();
        for (action, cursor, top) in [
            (Action::Up, 0, 0),
            (Action::Down, 1, 0),
            (Action::PageDown, 6, 2),
            (Action::Bottom, 9, 5),
            (Action::Down, 9, 5),
            (Action::PageUp, 4, 4),
            (Action::Top, 0, 0),
        ] {
            assert!(place.moved(action, 10, 5));
            assert_eq!((place.cursor, place.top), (cursor, top), "{action:?}");
        }
        assert!(!place.moved(Action::Reply, 10, 5));
        place.go(8, 10, 5);
        place.fit(3, 5);
        assert_eq!((place.cursor, place.top), (2, 0));
        place.fit(0, 5);
        assert_eq!((place.cursor, place.top), (0, 0));
    }
}
