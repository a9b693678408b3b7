//! Constructions that were once missed or taken wrongly, each in the languages that have it; written on Monday,
//! 23 November 2026, at 10:15.

pub const RUSSIAN: &[(&str, &str)] = &[
    // A name between the day and its verb.
    ("Завтра, Анна Петровна, позвоню Вам сама.", "2026-11-24"),
    ("Сегодня в 20:00 я приду с термометром, Михаил Янович, и запишу градусы.", "2026-11-23T20:00"),
    // A vow behind what it is about.
    ("Никаких больше писем с чужой фамилией, обещаю.", "none"),
    // A time that is none.
    ("Скидку применим чуть позже.", "none"),
    ("Купон упадёт Вам в приложение чуть погодя.", "none"),
    ("Завтра в 11:00 позвоню, а письмо с печатью вышлем позже.", "2026-11-24T11:00 none"),
    // Unknown verbs of others.
    ("До конца недели плитку в подъезде переложат.", "2026-11-27"),
    ("Старый вагон сняли, завтра прицепят новый.", "2026-11-24"),
    ("Депо прицепит другой вагон двадцать пятого.", "2026-11-25"),
    // Done, and a day to come.
    ("Завтрашняя доставка передвинута на 8:00.", "2026-11-24T08:00"),
    ("Возврат оформлен, зачисление 7 декабря.", "2026-12-07"),
    // Order of days in a sentence.
    ("Ковёр заберём в пятницу, а чистый привезём в среду.", "2026-11-27 2026-12-02"),
    ("Приеду в четверг, в половине седьмого.", "2026-11-26T18:30"),
    ("Закончим до декабря.", "2026-11-30"),
    // Nobody's promises.
    ("Ваша сестра приезжает домой в воскресенье.", ""),
    ("Верните, пожалуйста, модем курьеру до 5 декабря.", ""),
    ("Наш сотрудник записал Вас на среду вместо вторника.", ""),
    ("Деньги за оба билета возвращены на карту вчера в 18:40.", ""),
    ("Рейс перенесён авиакомпанией на 25 ноября.", ""),
];

pub const ENGLISH: &[(&str, &str)] = &[
    ("Tomorrow at ten, Mr Hale, I'll open the box in front of you.", "2026-11-24T10:00"),
    ("Half an hour, Lena, and I'm back in this chat with the tracking.", "2026-11-23T10:45"),
    ("No more letters with the wrong surname, I promise you that.", "none"),
    ("No more letters from us about this, that's a promise.", "none"),
    ("I'm gonna sort it myself.", "none"),
    ("Our manager will ring you one of these days.", "none"),
    ("You should see the funds shortly.", "none"),
    ("We'll post the missing screws and we'll make a note for the packers.", "none none"),
    // Parts of the day that name a thing.
    ("We'll have a word with the night porter about the slamming.", "none"),
    ("The night nurse weighs her at 10 on Sunday.", "2026-11-29T10:00"),
    // Hours and days.
    ("He'll be at yours Monday week, 8 a.m., with the right door.", "2026-12-07T08:00"),
    ("You'll have the keys no later than 11 o'clock on Friday.", "2026-11-27T11:00"),
    ("Water's back at one.", "2026-11-23T13:00"),
    ("The tree will be swapped before noon on Christmas Eve.", "2026-12-24T12:00"),
    ("We'll be done by December.", "2026-11-30"),
    // A noun with a clause of its own before its verb.
    ("A new meter that reports by itself will be fitted on 7 December between 8 and 10.", "2026-12-07T10:00"),
    ("The lamp that blinded you will be hooded before tonight.", "2026-11-23"),
    ("The roof's being done from 30 November.", "2026-11-30"),
    ("A wheelchair has been assigned to your mother for 1 December.", "2026-12-01"),
    // Nobody's promises.
    ("Your sister comes home on Sunday.", ""),
    ("You have until 5 December to claim.", ""),
    ("As anyone who has ever hired a skip will tell you, a day is long.", ""),
];

pub const ROMANIAN: &[(&str, &str)] = &[
    ("Joi, domnule Bălteanu, vă spun tot ce știu.", "2026-11-26"),
    ("Fără alte întârzieri, promit.", "none"),
    ("Meșterul nostru vă va suna într-o zi din astea.", "none"),
    ("Claxonul vi-l trimitem separat.", "none"),
    ("Avem grijă să nu se mai repete.", "none"),
    ("Vineri știți ce a zis profesorul.", "2026-11-27"),
    ("Deseară la opt v-o las la portar.", "2026-11-23T20:00"),
    ("Peste trei ceasuri verific parchetul.", "2026-11-23T13:15"),
    ("Încercăm să terminăm până în decembrie.", "2026-11-30"),
    ("Cadoul pleacă azi, iar pe 23 decembrie e sub brad la dumneavoastră.", "2026-11-23 2026-12-23"),
    ("Geanta sosește cu trenul de seară, la 12 decembrie.", "2026-12-12"),
    ("De mâine, 24 noiembrie, nu mai descărcăm marfă înainte de ora 8.", "2026-11-24"),
    ("Vizita a fost mutată pe 2 decembrie.", "2026-12-02"),
    // Nobody's promises.
    ("Sora dumneavoastră vine acasă duminică.", ""),
    ("Apelul de la 9:20 e înregistrat.", ""),
    ("Băncile virează banii în cinci zile.", ""),
    ("Vă stăm la dispoziție pentru orice lămurire.", ""),
    ("La noi luna asta e aglomerat.", ""),
    ("Am trecut pe o platformă nouă și, știți cum e, la început mai scârțâie.", ""),
];
