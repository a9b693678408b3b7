//! Dates by tables, whatever is said about them.

use jiff::civil::date;

use crate::letter::promises::dates_in;

/// The dates of a text, seen from Monday, 23 November 2026, 10:15.
fn found(lang: &str, text: &str) -> Vec<String> {
    dates_in(text, lang, date(2026, 11, 23).at(10, 15, 0, 0)).into_iter().map(|(_, when)| when.to_string()).collect()
}

#[test]
fn every_month_is_read_in_every_language() {
    for (lang, names) in [
        ("ru", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
        ("en", "January February March April May June July August September October November December"),
        ("ro", "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"),
    ] {
        for (index, name) in names.split(' ').enumerate() {
            let day = date(2027, i8::try_from(index + 1).unwrap(), 14);
            assert_eq!(found(lang, &format!("14 {name} 2027")), [day.to_string()], "{name}");
        }
    }
}

#[test]
fn every_weekday_is_the_coming_one() {
    for (lang, names) in [
        ("ru", "в понедельник,во вторник,в среду,в четверг,в пятницу,в субботу,в воскресенье"),
        ("en", "on Monday,on Tuesday,on Wednesday,on Thursday,on Friday,on Saturday,on Sunday"),
        ("ro", "luni,marți,miercuri,joi,vineri,sâmbătă,duminică"),
    ] {
        let days = ["30", "24", "25", "26", "27", "28", "29"];
        for (name, day) in names.split(',').zip(days) {
            assert_eq!(found(lang, name), [format!("2026-11-{day}")], "{name}");
        }
    }
}

#[test]
fn hours_and_distances() {
    for (lang, text, expected) in [
        ("ru", "в половине десятого", "2026-11-24T09:30"),
        ("ru", "в полдвенадцатого", "2026-11-23T11:30"),
        ("ru", "в три часа дня", "2026-11-23T15:00"),
        ("ru", "с 14 до 16", "2026-11-23T16:00"),
        ("ru", "через полтора часа", "2026-11-23T11:45"),
        ("ru", "в двадцать первого ноября", "2026-11-21"),
        ("ru", "в трёхдневный срок", "2026-11-26"),
        ("en", "at half past ten", "2026-11-23T10:30"),
        ("en", "by 5 p.m.", "2026-11-23T17:00"),
        ("en", "between 2 and 4 pm", "2026-11-23T16:00"),
        ("en", "in a fortnight", "2026-12-07"),
        ("en", "the twenty-fifth of November", "2026-11-25"),
        ("ro", "la ora 11 și jumătate", "2026-11-23T11:30"),
        ("ro", "peste două săptămâni", "2026-12-07"),
        ("ro", "la 6 seara", "2026-11-23T18:00"),
    ] {
        assert_eq!(found(lang, text), [expected], "{text}");
    }
}

#[test]
fn other_numbers_are_no_dates() {
    for (lang, text) in [
        ("ru", "1490 рублей и 12.50 лей"),
        ("ru", "31 февраля"),
        ("ru", "в 3 коробках"),
        ("en", "£10.12 for 14 boxes"),
        ("en", "at 5 branches, version 3.2"),
        ("en", "24/7"),
        ("ro", "12,5 lei pentru 3 cutii"),
    ] {
        assert_eq!(found(lang, text), Vec::<String>::new(), "{text}");
    }
}
