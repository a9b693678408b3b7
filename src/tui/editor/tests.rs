use proptest::prelude::*;

use super::*;

fn typed(text: &str) -> Editor {
    let mut editor = Editor::default();
    text.chars().for_each(|c| editor.type_char(c));
    editor
}

fn screen(editor: &Editor, width: u16, height: u16) -> (Vec<String>, Option<(u16, u16)>) {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let cursor = editor.render(area, &mut buffer, &Styles::default());
    let rows = (0..height)
        .map(|y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned())
        .collect();
    (rows, cursor)
}

#[test]
fn typing_goes_by_what_people_see_as_one_character() {
    let mut editor = typed("Привет, и\u{306}👩‍👩‍👧🇷🇴");
    for expected in ["Привет, и\u{306}👩‍👩‍👧", "Привет, и\u{306}", "Привет, ", "Привет,"]
    {
        editor.delete_back();
        assert_eq!(editor.text(), expected);
    }
    assert_eq!(editor.cursor(), editor.text().len());
    editor.go(Motion::Left, false);
    editor.delete_forward();
    assert_eq!(editor.text(), "Привет");
}

#[test]
fn the_cursor_is_a_byte_and_is_seen_in_the_corner_of_the_screen() {
    let mut editor = typed("Да\nнет");
    assert_eq!(editor.cursor(), "Да\nнет".len());
    assert_eq!(screen(&editor, 10, 3), (vec!["Да".into(), "нет".into(), String::new()], Some((3, 1))));
    editor.go(Motion::Start, false);
    assert_eq!((editor.cursor(), screen(&editor, 10, 3).1), (0, Some((0, 0))));
    editor.set_cursor(3);
    assert_eq!(editor.cursor(), 2, "inside a character it stands before it");
}

#[test]
fn the_cursor_never_leaves_the_text_downwards() {
    let mut editor = typed("одна\nдве");
    editor.fit(20, 4);
    editor.go(Motion::Start, false);
    for _ in 0..5 {
        editor.go(Motion::Down, false);
    }
    editor.type_char('!');
    assert_eq!(editor.text().matches('\n').count(), 1, "{:?}", editor.text());
    editor.go(Motion::End, false);
    editor.go(Motion::PageDown, false);
    editor.type_char('.');
    assert!(editor.text().ends_with('.') && editor.text().matches('\n').count() == 1, "{:?}", editor.text());
    assert_eq!(screen(&editor, 20, 4).1.map(|(_, y)| y), Some(1));
}

#[test]
fn an_empty_last_line_can_be_written_on() {
    let mut editor = typed("а\n");
    assert_eq!((editor.cursor(), screen(&editor, 8, 3).1), (3, Some((0, 1))));
    editor.type_char('б');
    assert_eq!(editor.text(), "а\nб");
    let mut empty = Editor::default();
    assert_eq!(screen(&empty, 8, 3).1, Some((0, 0)));
    empty.go(Motion::Down, false);
    empty.type_char('x');
    assert_eq!(empty.text(), "x");
}

#[test]
fn long_lines_wrap_at_blanks_and_rows_are_walked_as_shown() {
    let mut editor = Editor::new("Приносим свои извинения за задержку доставки");
    editor.fit(20, 5);
    let (rows, _) = screen(&editor, 20, 5);
    assert_eq!(rows, ["Приносим свои", "извинения за", "задержку доставки", "", ""]);
    editor.go(Motion::Down, false);
    assert_eq!(&editor.text()[editor.cursor()..][.."извинения".len()], "извинения");
    editor.go(Motion::LineEnd, false);
    editor.go(Motion::LineStart, true);
    assert_eq!(editor.selected().map(str::trim_end), Some("извинения за"));
}

#[test]
fn words_are_walked_selected_and_deleted() {
    let mut editor = typed("Мария Ивановна, спасибо!");
    editor.go(Motion::WordLeft, true);
    assert_eq!(editor.selected(), Some("спасибо!"));
    editor.insert("здравствуйте.");
    assert_eq!(editor.text(), "Мария Ивановна, здравствуйте.");
    editor.delete_word_back();
    editor.delete_word_back();
    assert_eq!(editor.text(), "Мария ");
    editor.go(Motion::Start, false);
    editor.go(Motion::WordRight, false);
    assert_eq!(editor.cursor(), "Мария".len());
    editor.select_all();
    editor.delete_word_forward();
    assert_eq!(editor.text(), "");
}

#[test]
fn typed_letters_are_undone_together_and_an_insert_alone() {
    let mut editor = typed("Здравствуйте");
    editor.insert(" Вам!");
    assert!(editor.undo());
    assert_eq!(editor.text(), "Здравствуйте");
    assert!(editor.redo());
    assert_eq!(editor.text(), "Здравствуйте Вам!");
    while editor.undo() {}
    assert_eq!((editor.text(), editor.cursor()), ("", 0));
}

#[test]
fn a_replacement_is_one_step_and_keeps_the_cursor_on_its_word() {
    let mut editor = typed("нас о ошибке");
    editor.replace("нас ".len().."нас о".len(), "об");
    assert_eq!((editor.text(), editor.cursor()), ("нас об ошибке", "нас об ошибке".len()));
    assert!(editor.undo());
    assert_eq!(editor.text(), "нас о ошибке");
}

#[test]
fn marks_move_with_the_text_before_them() {
    let mut editor = Editor::new("за ‹что›.");
    let slot = "за ".len().."за ‹что›".len();
    editor.set_marks(vec![(slot.clone(), 1)]);
    editor.type_char('И');
    editor.type_char(' ');
    assert_eq!(editor.marks(), [(slot.start + 3..slot.end + 3, 1)]);
    editor.undo();
    assert_eq!(editor.marks(), [(slot, 1)]);
}

#[test]
fn a_very_long_line_and_a_very_long_text_are_only_drawn_where_they_are_seen() {
    let mut editor = Editor::default();
    editor.insert(&"слово ".repeat(30_000));
    let (rows, cursor) = screen(&editor, 40, 10);
    assert!(rows[0].starts_with("слово") && cursor.is_some());
    let mut editor = Editor::default();
    editor.insert(&"строка\n".repeat(100_000));
    assert!(screen(&editor, 40, 10).1.is_some());
}

/// One step of somebody who types without mercy.
#[derive(Debug, Clone)]
enum Step {
    Type(char),
    Insert(String),
    Back,
    Forward,
    WordBack,
    Undo,
    Redo,
    Select(usize, usize),
    Go(u8, bool),
    Fit(u16, u16),
}

fn step() -> impl Strategy<Value = Step> {
    let piece = prop::sample::select(vec!["\n", "слово и дело", "👩‍👩‍👧", "и\u{306}", "\t", "a-b ", "界", "\u{301}", ""]);
    prop_oneof![
        4 => prop::sample::select(vec!['я', ' ', '\n', 'ё', '\u{306}', '👍', '-', 'ș', '\t']).prop_map(Step::Type),
        2 => piece.prop_map(|p| Step::Insert(p.to_owned())),
        1 => Just(Step::Back),
        1 => Just(Step::Forward),
        1 => Just(Step::WordBack),
        1 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => (0..80_usize, 0..80_usize).prop_map(|(a, b)| Step::Select(a, b)),
        4 => (0..12_u8, any::<bool>()).prop_map(|(m, s)| Step::Go(m, s)),
        1 => (1..30_u16, 1..6_u16).prop_map(|(w, h)| Step::Fit(w, h)),
    ]
}

fn motion(number: u8) -> Motion {
    use Motion as M;
    [
        M::Left,
        M::Right,
        M::Up,
        M::Down,
        M::WordLeft,
        M::WordRight,
        M::LineStart,
        M::LineEnd,
        M::Start,
        M::End,
        M::PageUp,
        M::PageDown,
    ][usize::from(number)]
}

fn scroll_place(editor: &Editor) -> ((u32, u32), u32) {
    let area = editor.area.borrow();
    (area.offset(), area.sub_row_offset())
}

/// The same with the crate alone.
fn crate_screen(editor: &Editor, area: Rect, styles: &Styles) -> (Buffer, Option<(u16, u16)>) {
    let mut buffer = Buffer::empty(area);
    let mut state = editor.area.borrow_mut();
    forget_rows(&mut state);
    state.scroll_cursor_to_visible();
    let cursor = paint(&mut state, area, &mut buffer, styles);
    (buffer, cursor)
}

proptest! {
    #[test]
    fn a_page_of_ordinary_letters_is_drawn_as_the_crate_draws_it(
        text in "[a-zа-яё \n-]{0,400}",
        size in (9_u16..40, 1_u16..9),
        moves in proptest::collection::vec((0_u8..9, proptest::bool::ANY, 0_usize..400), 0..12),
        marks in proptest::collection::vec((0_usize..400, 1_usize..40), 0..4),
    ) {
        let area = Rect::new(0, 0, size.0, size.1);
        let mut editor = Editor::new(&text);
        editor.fit(size.0, size.1);
        let color = |n| ratatui::style::Style::new().fg(ratatui::style::Color::Indexed(n));
        let styles = Styles { text: color(1), selection: color(2), marks: vec![color(3)] };
        for (motion, flag, at) in moves {
            match motion {
                0 => editor.set_cursor(at),
                1 => editor.type_char(if flag { 'ж' } else { ' ' }),
                2 => editor.insert("два слова\n"),
                3 => editor.delete_back(),
                4 => editor.go(Motion::Down, flag),
                5 => editor.go(Motion::Up, flag),
                6 => editor.go(Motion::PageDown, flag),
                7 => editor.go(Motion::LineEnd, flag),
                _ => editor.go(Motion::Left, flag),
            }
            let length = editor.text().len();
            let boundary = |at: usize| editor.text().floor_char_boundary(at.min(length));
            let found: Vec<_> = marks.iter().map(|(from, n)| (boundary(*from)..boundary(from + n), 0)).collect();
            editor.set_marks(found);
            let mut buffer = Buffer::empty(area);
            let drawn = editor.render_plain(area, &mut buffer, &styles);
            let place = scroll_place(&editor);
            let (expected, cursor) = crate_screen(&editor, area, &styles);
            // Now and then the crate scrolls by a row when it draws, though the cursor was on the page already.
            if drawn.is_some() && place == scroll_place(&editor) {
                prop_assert_eq!(drawn, cursor);
                prop_assert_eq!(buffer, expected);
            }
        }
    }

    #[test]
    fn no_keys_at_any_size_break_the_editor(steps in prop::collection::vec(step(), 0..60)) {
        let mut editor = Editor::default();
        let (mut width, mut height) = (20, 3);
        for step in steps {
            match step {
                Step::Type(c) => editor.type_char(c),
                Step::Insert(text) => editor.insert(&text),
                Step::Back => editor.delete_back(),
                Step::Forward => editor.delete_forward(),
                Step::WordBack => editor.delete_word_back(),
                Step::Undo => drop(editor.undo()),
                Step::Redo => drop(editor.redo()),
                Step::Select(a, b) => editor.select(a.min(b)..a.max(b)),
                Step::Go(number, select) => editor.go(motion(number), select),
                Step::Fit(w, h) => {
                    (width, height) = (w, h);
                    editor.fit(w, h);
                }
            }
            prop_assert!(editor.text().is_char_boundary(editor.cursor()));
            let (_, cursor) = screen(&editor, width, height);
            prop_assert!(cursor.is_some_and(|(x, y)| x < width && y < height), "{cursor:?} in {width}x{height} of {:?} at {}", editor.text(), editor.cursor());
        }
    }
}
