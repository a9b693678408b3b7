//! The words that dates are made of, folded, by language.

use std::collections::HashMap;

/// What a word says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::letter::promises) enum DateWord {
    /// 1 is January.
    Month(i8),
    /// 0 is Monday.
    Weekday(i8),
    Number(u32),
    Ordinal(u32),
    Unit(Unit),
    /// Days from today.
    Near(i32),
    Part(DayPart),
    Noon,
    HalfHour,
    OneAndHalf,
    Half,
    Quarter,
    /// «полдевятого» is half past eight: 8.
    HalfPast(u32),
    /// «в трёхдневный срок»
    Term(u32),
    Next,
    This,
    Last,
    Ago,
    End,
    Begin,
    Middle,
    Working,
    Weekend,
    Couple,
    Few,
    Am,
    Pm,
    OClock,
    NewYear,
    Christmas,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::letter::promises) enum Unit {
    Minute,
    Hour,
    Day,
    /// A day as 24 hours: «сутки».
    Round,
    Week,
    Fortnight,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::letter::promises) enum DayPart {
    Morning,
    Afternoon,
    Evening,
    /// A part of the day that tells no hour: lunch time.
    Some,
}

use DateWord::{
    Ago, Am, Begin, Christmas, Couple, End, Few, Half, HalfHour, HalfPast, Last, Middle, Month, Near, NewYear, Next,
    Noon, Number, OClock, OneAndHalf, Ordinal, Part, Pm, Quarter, Term, This, Weekday, Weekend, Working,
};

type Words = HashMap<&'static str, DateWord>;

fn words(lists: &[(DateWord, &'static str)]) -> Words {
    lists.iter().flat_map(|(what, list)| list.split_whitespace().map(move |word| (word, *what))).collect()
}

/// Numbers from a list of alternatives in their order: "one|a two three".
fn count(words: &mut Words, what: fn(u32) -> DateWord, from: u32, step: u32, list: &'static str) {
    for (value, alternatives) in (from..).step_by(step as usize).zip(list.split_whitespace()) {
        words.extend(alternatives.split('|').filter(|w| *w != "-").map(|word| (word, what(value))));
    }
}

fn months(words: &mut Words, list: &'static str) {
    count(words, |n| Month(i8::try_from(n).unwrap_or(1)), 1, 1, list);
}

fn weekdays(words: &mut Words, list: &'static str) {
    count(words, |n| Weekday(i8::try_from(n).unwrap_or(0)), 0, 1, list);
}

pub(in crate::letter::promises) fn russian() -> Words {
    let mut out = words(&[
        (DateWord::Unit(Unit::Minute), "минута минуту минуты минут минуток минутку мин"),
        (DateWord::Unit(Unit::Hour), "час часа часов часам часу часик часика часиков часочек часе часами"),
        (DateWord::Unit(Unit::Day), "день дня дней дню дн денек дни днях деньков"),
        (DateWord::Unit(Unit::Round), "сутки суток суткам"),
        (DateWord::Unit(Unit::Week), "неделя недели неделю недель неделе недельку"),
        (DateWord::Unit(Unit::Month), "месяц месяца месяцев месяцу месяце"),
        (DateWord::Unit(Unit::Year), "год года году лет"),
        (Near(0), "сегодня седня нынче сегодняшнего сегодняшнему сегодняшнем сегодняшний"),
        (Near(1), "завтра завтрашнего завтрашнему завтрашний завтрашнем завтрашняя завтрашнюю завтрашней завтрашнее"),
        (Near(2), "послезавтра"),
        (Near(-1), "вчера вчерашнего вчерашний вчерашнее вчерашняя вчерашнему"),
        (Near(-2), "позавчера"),
        (Part(DayPart::Morning), "утром утра утру утро"),
        (Part(DayPart::Afternoon), "днем"),
        (Part(DayPart::Evening), "вечером вечера вечеру вечер"),
        (Part(DayPart::Some), "темноты заката полуночи полночь обеда обеду обед ночью"),
        (Noon, "полдень полудня полудню полудню"),
        (HalfHour, "полчаса получаса полчасика полчасик"),
        (OneAndHalf, "полтора полутора полторы"),
        (Half, "половина половине половину половины половиной"),
        (Quarter, "четверть четверти"),
        (
            Next,
            "следующий следующего следующему следующую следующей следующем следующее будущей будущего будущем будущую",
        ),
        (
            This,
            "этот этого этому эту этой этом ближайший ближайшую ближайшего ближайшему ближайшей текущей текущего нынешней",
        ),
        (Last, "прошлый прошлую прошлого прошлой прошлом прошедший прошедшую минувший минувшую последние последних"),
        (Ago, "назад"),
        (End, "закрытия конца концу конце конец исхода исходу"),
        (Begin, "начале начала началу"),
        (Middle, "середине середины середину"),
        (Working, "рабочих рабочего рабочий рабочие рабочему рабочем рабочую рабочей банковских банковского"),
        (Weekend, "выходные выходных выходным"),
        (Couple, "пару пара пары"),
        (Few, "несколько нескольких"),
        (Term(2), "двухдневный"),
        (Term(3), "трехдневный"),
        (Term(5), "пятидневный"),
        (Term(7), "семидневный недельный"),
        (Term(10), "десятидневный"),
        (Term(14), "двухнедельный"),
        (Term(30), "месячный тридцатидневный"),
    ]);
    months(
        &mut out,
        "январь|января|январе|январю|янв февраль|февраля|феврале|февралю|фев|февр март|марта|марте|марту \
         апрель|апреля|апреле|апрелю|апр май|мая|мае|маю июнь|июня|июне|июню июль|июля|июле|июлю \
         август|августа|августе|августу|авг сентябрь|сентября|сентябре|сентябрю|сент|сен \
         октябрь|октября|октябре|октябрю|окт ноябрь|ноября|ноябре|ноябрю|нояб|ноя декабрь|декабря|декабре|декабрю|дек",
    );
    weekdays(
        &mut out,
        "понедельник|понедельника|понедельнику|пн|понед вторник|вторника|вторнику|вт среда|среду|среды|среде|ср \
         четверг|четверга|четвергу|чт пятница|пятницу|пятницы|пятнице|пт суббота|субботу|субботы|субботе|сб \
         воскресенье|воскресенья|воскресенью|вс",
    );
    count(
        &mut out,
        Number,
        1,
        1,
        "один|одного|одну|одной|одна|одним два|две|двух|двое|двум|двумя три|трех|трое|трем|тремя четыре|четырех|четырем|четырьмя \
         пять|пяти|пятью шесть|шести|шестью семь|семи|семью восемь|восьми|восемью девять|девяти|девятью десять|десяти|десятью \
         одиннадцать|одиннадцати|одиннадцатью двенадцать|двенадцати|двенадцатью тринадцать|тринадцати \
         четырнадцать|четырнадцати пятнадцать|пятнадцати шестнадцать|шестнадцати семнадцать|семнадцати \
         восемнадцать|восемнадцати девятнадцать|девятнадцати",
    );
    count(&mut out, Number, 20, 10, "двадцать|двадцати тридцать|тридцати сорок|сорока пятьдесят|пятидесяти шестьдесят");
    count(
        &mut out,
        Ordinal,
        1,
        1,
        "первое|первого|первому|первым второе|второго|второму|вторым третье|третьего|третьему|третьим четвертое|четвертого|четвертому|четвертым|четвертую \
         пятое|пятого|пятому|пятым шестое|шестого|шестому|шестым седьмое|седьмого|седьмому|седьмым восьмое|восьмого|восьмому|восьмым \
         девятое|девятого|девятому|девятым десятое|десятого|десятому|десятым одиннадцатое|одиннадцатого|одиннадцатому \
         двенадцатое|двенадцатого|двенадцатому тринадцатое|тринадцатого четырнадцатое|четырнадцатого \
         пятнадцатое|пятнадцатого|пятнадцатому шестнадцатое|шестнадцатого семнадцатое|семнадцатого \
         восемнадцатое|восемнадцатого девятнадцатое|девятнадцатого двадцатое|двадцатого|двадцатому|двадцатым",
    );
    out.insert("тридцатое", Ordinal(30));
    out.insert("тридцатого", Ordinal(30));
    out.insert("тридцатым", Ordinal(30));
    out.insert("тридцатому", Ordinal(30));
    count(
        &mut out,
        HalfPast,
        0,
        1,
        "полпервого полвторого полтретьего полчетвертого полпятого полшестого полседьмого полвосьмого полдевятого \
         полдесятого полодиннадцатого полдвенадцатого",
    );
    out
}

pub(in crate::letter::promises) fn english() -> Words {
    let mut out = words(&[
        (DateWord::Unit(Unit::Minute), "minute minutes min mins"),
        (DateWord::Unit(Unit::Hour), "hour hours hr hrs"),
        (DateWord::Unit(Unit::Day), "day days"),
        (DateWord::Unit(Unit::Week), "week weeks"),
        (DateWord::Unit(Unit::Fortnight), "fortnight"),
        (DateWord::Unit(Unit::Month), "month months"),
        (DateWord::Unit(Unit::Year), "year years"),
        (Near(0), "today tonight tonite"),
        (Near(1), "tomorrow tmrw tmr tomoz"),
        (Near(-1), "yesterday"),
        (Part(DayPart::Morning), "morning"),
        (Part(DayPart::Afternoon), "afternoon"),
        (Part(DayPart::Evening), "evening night"),
        (Part(DayPart::Some), "midnight lunchtime lunch nightfall dusk sundown"),
        (Noon, "noon midday"),
        (Half, "half"),
        (Quarter, "quarter quarters"),
        (Next, "next following"),
        (This, "this coming"),
        (Last, "last past previous"),
        (Ago, "ago earlier"),
        (End, "end close closing cob eob eod"),
        (Begin, "beginning start early"),
        (Middle, "middle mid"),
        (Working, "working business banking"),
        (Weekend, "weekend"),
        (Couple, "couple"),
        (Few, "few several"),
        (Am, "am"),
        (Pm, "pm"),
        (OClock, "'clock oclock"),
        (Christmas, "christmas xmas"),
    ]);
    months(
        &mut out,
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct \
         november|nov december|dec",
    );
    weekdays(
        &mut out,
        "monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat sunday|sun",
    );
    count(
        &mut out,
        Number,
        1,
        1,
        "one|a|an two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
         eighteen nineteen",
    );
    count(&mut out, Number, 20, 10, "twenty thirty forty|fourty fifty sixty seventy eighty ninety");
    count(
        &mut out,
        Ordinal,
        1,
        1,
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth \
         sixteenth seventeenth eighteenth nineteenth twentieth",
    );
    out.insert("thirtieth", Ordinal(30));
    out
}

pub(in crate::letter::promises) fn romanian() -> Words {
    let mut out = words(&[
        (DateWord::Unit(Unit::Minute), "minut minute minutul min mins"),
        (DateWord::Unit(Unit::Hour), "ora ore orei orelor oră ceas ceasuri"),
        (DateWord::Unit(Unit::Day), "zi zile zilei zilelor ziua"),
        (DateWord::Unit(Unit::Week), "saptamana saptamani saptamanii saptamanilor"),
        (DateWord::Unit(Unit::Month), "luna lunii lunilor"),
        (DateWord::Unit(Unit::Year), "an ani anului anul"),
        (Near(0), "azi astazi diseara deseara"),
        (Near(1), "maine"),
        (Near(2), "poimaine"),
        (Near(-1), "ieri aseara"),
        (Near(-2), "alaltaieri"),
        (Part(DayPart::Morning), "dimineata dimineata"),
        (Part(DayPart::Evening), "seara noaptea"),
        (Part(DayPart::Some), "miezul pranz pranzului pranzul noapte"),
        (Noon, "amiaza amiazei amiezii"),
        (Half, "jumatate jumatatea jumate juma"),
        (Quarter, "sfert sferturi"),
        (Next, "viitoare viitor viitoarea urmatoare urmatoarea urmator urmatorul viitorului viitoarei"),
        (This, "aceasta asta acesta acestei acestui curenta curente curent"),
        (Last, "trecuta trecut ultima ultimele ultimul trecute"),
        (End, "sfarsitul sfarsit finalul final finele capatul sfarsitului"),
        (Begin, "inceputul inceput"),
        (Middle, "mijlocul mijloc"),
        (Working, "lucratoare lucrator lucratoarele bancare"),
        (Weekend, "weekend weekendul weekendului"),
        (Few, "cateva cativa catorva"),
        (Christmas, "craciun craciunul craciunului"),
    ]);
    months(
        &mut out,
        "ianuarie|ian februarie|feb martie aprilie|apr mai iunie|iun iulie|iul august|aug septembrie|sept octombrie|oct \
         noiembrie|nov|noi decembrie|dec",
    );
    weekdays(&mut out, "luni|lunea marti|martea miercuri|miercurea joi|joia vineri|vinerea sambata duminica");
    count(
        &mut out,
        Number,
        1,
        1,
        "un|o|una|unu doi|doua trei patru cinci sase sapte opt noua zece unsprezece|unspe doisprezece|douasprezece|doispe \
         treisprezece paisprezece cincisprezece saisprezece|saispe saptesprezece optsprezece nouasprezece",
    );
    count(&mut out, Number, 20, 10, "douazeci treizeci patruzeci cincizeci saizeci");
    out.insert("intai", Ordinal(1));
    out.insert("an", DateWord::Unit(Unit::Year));
    out.insert("revelion", NewYear);
    out
}
