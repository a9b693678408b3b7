//! The Romanian words, by what they can be.

use std::sync::LazyLock;

use crate::letter::promises::dates;
use crate::letter::promises::lexicon::{Lang, Lexicon, Tags};

pub(in crate::letter::promises) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words = Lexicon::new(Lang::Ro, dates::romanian(), by_form);
    for (tags, list) in WORDS {
        words.add(*tags, list);
    }
    words
});

/// First persons of the present; with a date, or "soon", they mean the future.
const WORDS: &[(Tags, &str)] = &[
    (Tags::I, "eu"),
    (Tags::WE, "noi"),
    (Tags::YOU, "dumneavoastra dvs voi tu"),
    (Tags::OTHER, "el ea ei ele acesta aceasta"),
    (Tags::NOT, "nu n nici niciodata"),
    (
        Tags::DO_NOW.with(Tags::CONTACT),
        "scriu scriem sun sunam telefonez telefonam raspund raspundem anunt anuntam contactez contactam comunic comunicam informez informam \
         spun spunem vorbesc vorbim explic explicam dau dam instiintez instiintam transmit transmitem raportez raportam reamintesc confirm confirmam \
         discut discutam tin tinem",
    ),
    (
        Tags::DO_NOW.with(Tags::CHECK),
        "verific verificam urmaresc urmarim controlez controlam uit uitam vad vedem aflu aflam ocup ocupam clarific clarificam lamuresc lamurim \
         cercetez cercetam analizez analizam monitorizez monitorizam ingrijesc ingrijim caut cautam interesez interesam",
    ),
    (
        Tags::DO_NOW,
        "merg mergem intru intram urc urcam cobor coboram gust gustam stau stam bag bagam conduc conducem duc ducem cos coasem cumpar cumparam \
         strang strangem numar numaram culeg alegem aleg compar comparam cert adun adunam incarc incarcam descarc descarcam tund tundem \
         trimit trimitem returnez returnam aduc aducem restitui restituim rezolv rezolvam inlocuiesc inlocuim schimb schimbam repar reparam \
         livrez livram virez viram platesc platim anulez anulam corectez corectam recalculez recalculam emit emitem inchid inchidem inchei incheiem deschid \
         deschidem predau predam pun punem iau luam fac facem vin venim ajung ajungem plec plecam pregatesc pregatim intocmesc intocmim \
         instalez instalam montez montam remediez remediem intorc intoarcem inapoiez inapoiem rambursez rambursam expediez expediem ridic ridicam \
         termin terminam finalizez finalizam incep incepem acord acordam ofer oferim creditez creditam adaug adaugam scot scoatem scad scadem \
         activez activam conectez conectam refac refacem reiau reluam comand comandam sunt suntem trec trecem depun depunem semnez semnam ofer \
         las lasam repet repetam trag tragem mut mutam sterg stergem spal spalam tai taiem leg legam desfac desfacem masor masuram \
         vopsesc vopsim lipesc lipim deblochez deblocam recuperez recuperam reprogramez reprogramam rezerv rezervam actualizez actualizam",
    ),
    (Tags::DO_NOW.with(Tags::STRONG).with(Tags::CONTACT), "revin revenim"),
    (Tags::STRONG, "rezolv rezolvam verific verificam aflu aflam remediez remediem clarific clarificam"),
    (
        Tags::IS_DONE_NOW,
        "parvine parvin ajunge ajung vine vin revine porneste pornesc reporneste functioneaza-din soseste sosesc pleaca pleaca pleaca intra aduce aduc ia iau livreaza monteaza repara schimba verifica suna scrie \
         contacteaza intoarce intorc termina este e incepe instaleaza rezolva inlocuieste predau preda trece ridica vireaza restituie primeste finalizeaza \
         expediaza trimite raspunde anunta se apare deschide dispare dispar iese ies urca coboara bate vede reface desface trage scoate duce transmite zboara citeste descuie incuie face scad sosesc plecă inlocuiesc",
    ),
    (Tags::GETS, "primiti aveti aflati vedeti stiti"),
    (Tags::WILL.with(Tags::I), "voi"),
    (Tags::WILL.with(Tags::WE), "vom"),
    (Tags::WILL, "va vor veti o am avem au are"),
    (
        Tags::GENERAL,
        "conform potrivit probabil obicei regula general mod normal intotdeauna mereu zilnic saptamanal lunar medie fiecare permanent deseori uneori",
    ),
    (Tags::IF, "daca cazul caz conditia"),
    (Tags::EVEN, "chiar"),
    (Tags::WHEN, "cand indata imediat odata dupa"),
    (Tags::WHICH, "care"),
    (Tags::THAT, "ca"),
    (Tags::SO_THAT, "sa"),
    (Tags::BECAUSE, "pentru fiindca deoarece intrucat"),
    (Tags::WHAT, "ce cum unde cat cine cui"),
    (
        Tags::SAID,
        "jura promis promisese spus scris zis anuntat comunicat cerut intrebat asigurat sustine spune scrieti spuneti promite rugat promitea mentionat",
    ),
    (
        Tags::HOPE,
        "sper speram cred credem doresc dorim vreau vrem stiu stim inteleg intelegem regret regretam pare urez consider consideram",
    ),
    (Tags::PLEDGE, "promit promitem garantez garantam asigur asiguram angajez angajam"),
    (Tags::TRY, "incerc incercam straduiesc straduim"),
    (Tags::CAN, "pot putem poate puteti putea as am-putea doriti doreste"),
    (Tags::SHOULD, "trebuie trebui urmeaza"),
    (Tags::AND, "si"),
    (Tags::BUT, "dar iar insa apoi"),
    (Tags::OR, "sau ori"),
    (
        Tags::VAGUE,
        "tarziu candva ulterior incolo treptat numaidecat curand repede scurt imediat neintarziat prompt urgent rapid vreme posibil rapida zilele gratuit gratis cheltuiala",
    ),
    (
        Tags::STRANGER,
        "oferta cuponul promotia garantia reducerea abonamentul furnizorul furnizor banca bancile producatorul politia instanta zborul trenul avionul concediul clientul vecinul primaria",
    ),
    (
        Tags::TERM,
        "termen termenul livrarea livrare raspuns raspunsul retur rambursarea vizita rezultatul rezultat decizia apel apelul montajul reparatia \
         data plata banii coletul restituirea inlocuirea suma",
    ),
    (Tags::PERSONAL, "personal"),
    (Tags::CONTROL, "control controlul supravegherea"),
    (Tags::MY, "meu mea personal"),
    (
        Tags::SET,
        "programat programata programate programati stabilit stabilita planificat planificata fixat fixata prevazut prevazuta",
    ),
    (
        Tags::INTERJECTION,
        "nu da scuze multumesc multumim buna ziua stimate stimata doamna domnule dle bine desigur exact",
    ),
    (
        Tags::EMPTY,
        "nevoie bucuros bucurosi bucura bucuroasa recunoscator recunoscatori placea inchisi inchis plecati plecat absenti absent deschisi ramane astepta multumi ruga",
    ),
    (
        Tags::ASK,
        "rog rugam trimiteti scrieti sunati veniti lasati luati achitati completati verificati raspundeti transmiteti aduceti confirmati spuneti contactati \
         asteptati accesati mergeti adresati prezentati platiti comunicati indicati pastrati reveniti",
    ),
    (
        Tags::VERB,
        "merge invit invitam asteptam astept multumesc multumim inteleg intelegem lucreaza lucram dureaza costa consulta raman avem deschis valabil fac vine-va expira functioneaza exista \
         imi ne-pare a-fost preferati convine plecati cer",
    ),
    (
        Tags::PASSIVE,
        "supus supusa supuse intoarsa intoarse aprinsa scrisa scrise stransa stranse trasa trasi trase pusa pusi puse scoasa scoasi scoase adusa adusi aduse trimisa trimise inclusa incluse stearsa sterse",
    ),
    (Tags::PAST, "a ati fost era trebuia aveam avea"),
];

fn by_form(word: &str, written: &str, known: Tags) -> Tags {
    match word {
        // With its marks, "vă" is the customer and "va" the future; without them the next word tells.
        "da" if written.contains('ă') => return Tags::NONE,
        "va" if written.contains(['ă', 'Ă']) => return Tags::NONE,
        "ca" if !written.contains(['ă', 'Ă']) => return Tags::NONE,
        _ => {}
    }
    if known != Tags::NONE {
        return known;
    }
    let ends = |endings: &[&str]| endings.iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e));
    // "repede", "termen" and the like are in the list; participles and imperfects are past.
    // First persons of the present: "restabilim", "creditez".
    let of_us = ["ez", "esc", "ăm", "em", "im"].iter().any(|e| written.ends_with(e) && written.len() > e.len() + 3);
    if of_us && written.starts_with(char::is_alphabetic) {
        return Tags::GUESS;
    }
    if ends(&["at", "ata", "ate", "ati", "it", "ita", "ite", "iti", "ut", "uta", "ute", "uti"]) {
        Tags::PASSIVE
    } else {
        Tags::NONE
    }
}
