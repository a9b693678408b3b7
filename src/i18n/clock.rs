//! Times as people read them: "in 38 min", "5 h", "Tue 10:00", "19 Nov".

use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Zoned};

use super::Texts;

/// A length of time in its two largest units at most: "38 min", "3 h 05 min", "6 d". Never negative, never "0".
pub fn duration_short(texts: &Texts, length: SignedDuration) -> String {
    let minutes = length.as_mins().unsigned_abs();
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, rest) {
        (0, 0, m) => texts.tr("time-minutes", &[("m", m.max(1).to_string().into())]),
        (0, h, m) if h < 10 && m > 0 => {
            texts.tr("time-hours-minutes", &[("h", h.to_string().into()), ("m", format!("{m:02}").into())])
        }
        (0, h, _) => texts.tr("time-hours", &[("h", h.to_string().into())]),
        (d, _, _) => texts.tr("time-days", &[("d", d.to_string().into())]),
    }
}

/// A length of time in its largest unit alone, for a narrow column: "38 min", "3 h", "6 d".
pub fn duration_column(texts: &Texts, length: SignedDuration) -> String {
    let minutes = length.as_mins().unsigned_abs();
    match (minutes / 1440, minutes / 60) {
        (0, 0) => texts.tr("time-minutes", &[("m", minutes.max(1).to_string().into())]),
        (0, h) => texts.tr("time-hours", &[("h", h.to_string().into())]),
        (d, _) => texts.tr("time-days", &[("d", d.to_string().into())]),
    }
}

/// A point in time as seen from `now`, both in the operator's zone.
#[derive(Debug, Clone)]
pub struct Moment<'a> {
    pub at: &'a Zoned,
    pub now: &'a Zoned,
}

impl Moment<'_> {
    /// "14:05" today, "Tue 10:00" within a week, "19 Nov" this year, "19 Nov 2024" else.
    pub fn short(&self, texts: &Texts) -> String {
        let days = (self.at.date() - self.now.date()).get_days();
        if days == 0 {
            self.at.strftime("%H:%M").to_string()
        } else if (-6..=6).contains(&days) {
            format!("{} {}", weekday(texts, self.at.weekday()), self.at.strftime("%H:%M"))
        } else {
            day(texts, self.at.date(), self.now.date())
        }
    }

    /// "Tue" within a week, else "19 Nov": for a narrow column.
    pub fn day_only(&self, texts: &Texts) -> String {
        let days = (self.at.date() - self.now.date()).get_days();
        if (-6..=6).contains(&days) {
            weekday(texts, self.at.weekday())
        } else {
            day(texts, self.at.date(), self.now.date())
        }
    }

    /// With the time of day always: "19 Nov 08:12".
    pub fn full(&self, texts: &Texts) -> String {
        format!("{} {}", day(texts, self.at.date(), self.now.date()), self.at.strftime("%H:%M"))
    }
}

/// "19 Nov", with the year when it is another one.
pub fn day(texts: &Texts, day: Date, today: Date) -> String {
    let month = texts.t(&format!("month-{}", day.month()));
    if day.year() == today.year() {
        format!("{} {month}", day.day())
    } else {
        format!("{} {month} {}", day.day(), day.year())
    }
}

/// "Mon"
pub fn weekday(texts: &Texts, weekday: Weekday) -> String {
    texts.t(&format!("weekday-{}", weekday.to_monday_one_offset()))
}

#[cfg(test)]
mod tests {
    use super::super::UiLang;
    use super::*;

    #[test]
    fn lengths_are_short_and_never_empty() {
        let texts = Texts::new(UiLang::En);
        let of = |minutes| duration_short(&texts, SignedDuration::from_mins(minutes));
        assert_eq!(
            [of(0), of(38), of(60), of(185), of(1300), of(9000)],
            ["1 min", "38 min", "1 h", "3 h 05 min", "21 h", "6 d"]
        );
        assert_eq!(of(-38), "38 min");
    }

    #[test]
    fn moments_get_shorter_the_nearer_they_are() {
        let texts = Texts::new(UiLang::En);
        let now: Zoned = "2026-11-22T14:05[Europe/Chisinau]".parse().unwrap();
        let at = |text: &str| Moment { at: &text.parse::<Zoned>().unwrap(), now: &now }.short(&texts);
        assert_eq!(at("2026-11-22T09:00[Europe/Chisinau]"), "09:00");
        assert_eq!(at("2026-11-24T10:00[Europe/Chisinau]"), "Tue 10:00");
        assert_eq!(at("2026-12-24T10:00[Europe/Chisinau]"), "24 Dec");
        assert_eq!(at("2027-01-02T10:00[Europe/Chisinau]"), "2 Jan 2027");
    }
}
