//! What letters written with the program showed; written on Monday, 23 November 2026, at 10:15.

pub const RUSSIAN: &[(&str, &str)] = &[
    // A supply is nobody's promise.
    ("Лекарства Вам хватит до воскресенья.", ""),
    ("Запаса дров хватает до пятницы, а в четверг мы привезём ещё.", "2026-11-26"),
    // An hour alone lies in the day named before it.
    ("Электрик Зорин выйдет завтра, во вторник, 24 ноября. Я сам позвоню ему в 8:30.", "2026-11-24 2026-11-24T08:30"),
    ("Магазин откроется в субботу, и я позвоню туда в 9:30.", "2026-11-28 2026-11-28T09:30"),
    ("Сегодня я на складе. Позвоню Вам в 16:00.", "2026-11-23T16:00"),
    // Without a verb.
    ("Электрик Павел Зорин сегодня до 11:00.", "2026-11-23T11:00"),
    ("Инженер Светлана Рябова завтра с 9 до 12.", "2026-11-24T12:00"),
    // An inserted clause takes no date away.
    ("Деньги мы вернём, даже если Вы о них не просите, сегодня до 15:00.", "2026-11-23T15:00"),
    ("Даже если Вы о них не просите, деньги мы вернём завтра.", "2026-11-24"),
    ("Я позвоню, если Вы не против, завтра в 10:00.", "2026-11-24T10:00"),
    ("Если Вы не возражаете, я позвоню завтра в 10:00.", "2026-11-24T10:00"),
    ("Позвоню завтра в 10:00, если хотите.", "2026-11-24T10:00"),
    ("Если хотите, я позвоню завтра.", ""),
    ("Если не придёт письмо, позвоню завтра.", ""),
    ("Держите договор под рукой завтра, когда я позвоню в 10:00.", "2026-11-24T10:00"),
    ("Всё расскажу завтра, когда позвоню Вам в 10:00.", "2026-11-24T10:00"),
    // What no one does, and what goes on for everybody.
    ("Теперь им занимаюсь я, и дальше пересылать его никто не будет.", ""),
    ("Больше по этому договору Вам никто не позвонит.", ""),
    ("Следующая рассылка выйдет 15 декабря.", ""),
    // A series with an end.
    ("Я буду звонить Вам каждый вечер до пятницы.", "2026-11-27"),
    ("Мы открыты каждый день до 18:00.", ""),
    // Closing words and paragraphs.
    ("С уважением, его сегодня прочтёт сама директор.", "2026-11-23"),
    ("Простите нас\n\nС уважением,\nАнна", ""),
];

pub const ENGLISH: &[(&str, &str)] = &[
    ("Your tablets will last until Sunday.", ""),
    ("The coal lasts until Friday, and we will bring more on Thursday.", "2026-11-26"),
    ("The shop opens again tomorrow, Saturday 28 November. I shall ring him at 8:30.", "2026-11-28 2026-11-28T08:30"),
    ("I am at the depot on Thursday. I'll ring you at 4.", "2026-11-26 2026-11-26T16:00"),
    ("Electrician Paul Brown today by 11:00.", "2026-11-23T11:00"),
    ("We will return the money, even if you did not ask for it, today by 3 pm.", "2026-11-23T15:00"),
    ("I'll ring you, if you don't mind, tomorrow at 10 am.", "2026-11-24T10:00"),
    ("If I may, I will ring you tomorrow at 10 am.", "2026-11-24T10:00"),
    ("I'll ring you tomorrow at 10 am, if you like.", "2026-11-24T10:00"),
    ("If you like, I will ring you tomorrow.", ""),
    ("I will send it again, if you like.", ""),
    ("Please have the contract at hand tomorrow, when I ring you at 10:00.", "2026-11-24T10:00"),
    ("No one will ring you about this contract again.", ""),
    ("I will ring you every evening until Friday.", "2026-11-27"),
    ("Maria will ring you at six.", "2026-11-23T18:00"),
    ("The next mailing goes out on 15 December.", ""),
];

pub const ROMANIAN: &[(&str, &str)] = &[
    ("Mamei dumneavoastră îi ajung pastilele doar până duminică.", ""),
    ("Banii ajung până vineri.", "2026-11-27"),
    ("Pentru cele două luni vă întoarcem 98 de lei.", "none"),
    ("Vă întoarcem banii pentru 3 luni.", "none"),
    ("Vă întoarcem luni banii pentru ultimele luni.", "2026-11-30"),
    ("Magazinul se deschide mâine, marți, 24 noiembrie. Îl sun la 8:30.", "2026-11-24 2026-11-24T08:30"),
    ("Electricianul Pavel Zorin azi până la 11:00.", "2026-11-23T11:00"),
    ("Vă vom întoarce banii, chiar dacă nu i-ați cerut, azi până la 15:00.", "2026-11-23T15:00"),
    ("Vă sun, dacă nu vă deranjează, mâine la 10:00.", "2026-11-24T10:00"),
    ("Vă sun mâine la 10:00, dacă doriți.", "2026-11-24T10:00"),
    ("Dacă doriți, vă sun mâine.", ""),
    ("Vă sun în fiecare seară până vineri.", "2026-11-27"),
    ("Nimeni nu vă va mai suna.", ""),
    ("Nu vă mai sună nimeni de la noi începând de mâine.", "2026-11-24"),
    ("Următorul buletin apare pe 15 decembrie.", ""),
];
