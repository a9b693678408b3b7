//! Bringing true colours down to 256, to 16, or to none.

use ratatui::style::{Color, Modifier, Style};

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    True,
    Indexed,
    Sixteen,
    None,
}

/// The style at that depth. Without colour, a background becomes reverse video.
pub fn bring_down(style: Style, depth: Depth) -> Style {
    if depth == Depth::None {
        let mut plain = Style { fg: None, bg: None, underline_color: None, ..style };
        if style.bg.is_some_and(|c| c != Color::Reset) {
            plain = plain.add_modifier(Modifier::REVERSED);
        }
        return plain;
    }
    Style { fg: style.fg.map(|c| convert(c, depth)), bg: style.bg.map(|c| convert(c, depth)), ..style }
}

fn convert(color: Color, depth: Depth) -> Color {
    match (color, depth) {
        (Color::Rgb(r, g, b), Depth::Indexed) => Color::Indexed(nearest_indexed(r, g, b)),
        (Color::Rgb(r, g, b), Depth::Sixteen) => nearest_sixteen(r, g, b),
        (Color::Indexed(n), Depth::Sixteen) if n >= 16 => {
            let (r, g, b) = rgb_of_indexed(n);
            nearest_sixteen(r, g, b)
        }
        (color, _) => color,
    }
}

const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn nearest_indexed(r: u8, g: u8, b: u8) -> u8 {
    let step = |v: u8| (0..6u8).min_by_key(|i| STEPS[*i as usize].abs_diff(v)).unwrap_or(0);
    let cube = (step(r), step(g), step(b));
    let cube_index = 16 + 36 * cube.0 + 6 * cube.1 + cube.2;
    let average = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let grey_index = 232 + (average.saturating_sub(3) / 10).min(23) as u8;
    [cube_index, grey_index].into_iter().min_by_key(|i| distance(rgb_of_indexed(*i), (r, g, b))).unwrap_or(cube_index)
}

fn rgb_of_indexed(n: u8) -> (u8, u8, u8) {
    match n {
        0..16 => SIXTEEN[n as usize].1,
        16..232 => {
            let n = n - 16;
            (STEPS[(n / 36) as usize], STEPS[(n / 6 % 6) as usize], STEPS[(n % 6) as usize])
        }
        _ => {
            let v = 8 + (n - 232) * 10;
            (v, v, v)
        }
    }
}

const SIXTEEN: [(Color, (u8, u8, u8)); 16] = [
    (Color::Black, (0, 0, 0)),
    (Color::Red, (205, 49, 49)),
    (Color::Green, (13, 188, 121)),
    (Color::Yellow, (193, 156, 0)),
    (Color::Blue, (36, 114, 200)),
    (Color::Magenta, (188, 63, 188)),
    (Color::Cyan, (17, 168, 205)),
    (Color::Gray, (204, 204, 204)),
    (Color::DarkGray, (118, 118, 118)),
    (Color::LightRed, (241, 76, 76)),
    (Color::LightGreen, (35, 209, 139)),
    (Color::LightYellow, (245, 245, 67)),
    (Color::LightBlue, (59, 142, 234)),
    (Color::LightMagenta, (214, 112, 214)),
    (Color::LightCyan, (41, 184, 219)),
    (Color::White, (255, 255, 255)),
];

fn nearest_sixteen(r: u8, g: u8, b: u8) -> Color {
    SIXTEEN.iter().min_by_key(|(_, rgb)| distance(*rgb, (r, g, b))).map_or(Color::Reset, |(color, _)| *color)
}

fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_down_to_near_ones() {
        let red = Style::new().fg(Color::Rgb(250, 80, 80));
        assert_eq!(bring_down(red, Depth::Sixteen).fg, Some(Color::LightRed));
        assert_eq!(bring_down(red, Depth::Indexed).fg, Some(Color::Indexed(203)));
        assert_eq!(bring_down(red, Depth::True), red);
    }

    #[test]
    fn without_colour_a_background_is_reverse_video() {
        let cursor = Style::new().bg(Color::Rgb(40, 40, 60));
        assert!(bring_down(cursor, Depth::None).add_modifier.contains(Modifier::REVERSED));
        assert!(!bring_down(Style::new().fg(Color::Red), Depth::None).add_modifier.contains(Modifier::REVERSED));
    }
}
