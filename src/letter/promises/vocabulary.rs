//! Words of promising in three languages, over folded text.

use std::sync::LazyLock;

use regex::Regex;

/// The patterns of one language.
pub(super) struct Vocabulary {
    /// The writer commits himself or his company.
    commits: Regex,
    /// Something of ours will happen; a promise only together with a date.
    announces: Regex,
    /// Requests, reports, conditions, general statements, offers.
    no_promise: Regex,
    personal: Regex,
}

impl Vocabulary {
    /// English for a language without words of its own.
    pub fn of(lang: &str) -> &'static Self {
        match lang {
            "ru" => &RUSSIAN,
            "ro" => &ROMANIAN,
            _ => &ENGLISH,
        }
    }

    pub fn commits(&self, sentence: &str) -> bool {
        self.commits.is_match(sentence)
    }

    pub fn announces(&self, sentence: &str) -> bool {
        self.announces.is_match(sentence)
    }

    pub fn is_no_promise(&self, sentence: &str) -> bool {
        self.no_promise.is_match(sentence)
    }

    pub fn is_personal_control(&self, sentence: &str) -> bool {
        self.personal.is_match(sentence)
    }

    fn new(commits: &str, announces: &str, no_promise: &str, personal: &str) -> Self {
        let word = |alternatives: &str| {
            Regex::new(&format!(r"\b(?:{alternatives})\b")).expect("the pattern is a constant and tested")
        };
        Self {
            commits: word(commits),
            announces: word(announces),
            no_promise: word(no_promise),
            personal: word(personal),
        }
    }
}

static RUSSIAN: LazyLock<Vocabulary> = LazyLock::new(|| {
    Vocabulary::new(
        concat!(
            "провер(?:ю|им)|(?:по|пере)звон(?:ю|им)|напиш(?:у|ем)|отвеч(?:у|аем)|ответим|сообщ(?:у|им)|верн(?:у|ем)(?:сь|ся)?|",
            "(?:при|вы)шл(?:ю|ем)|(?:от|на)прав(?:лю|им)|перевед(?:у|ем)|возме(?:щу|стим)|исправ(?:лю|им)|замен(?:ю|им)|",
            "(?:при|за)вез(?:у|ем)|достав(?:лю|им)|свяж(?:усь|емся)|просле(?:жу|дим)|проконтролиру(?:ю|ем)|разбер(?:усь|емся)|",
            "подготов(?:лю|им)|оформ(?:лю|им)|сдела(?:ю|ем)|реш(?:у|им)|выпла(?:чу|тим)|компенсиру(?:ю|ем)|приед(?:у|ем)|",
            "найд(?:у|ем)|пересчита(?:ю|ем)|перечисл(?:ю|им)|дам|дадим|обнов(?:лю|им)|выясн(?:ю|им)|уточн(?:ю|им)|",
            "расскаж(?:у|ем)|займ(?:усь|емся)|закаж(?:у|ем)|отремонтиру(?:ю|ем)|начисл(?:ю|им)|установ(?:лю|им)|",
            "переда(?:м|дим)|подключ(?:у|им)|обеща(?:ю|ем)|гарантиру(?:ю|ем)|отслеж(?:у|им)|устран(?:ю|им)|восстанов(?:лю|им)|",
            "буд(?:у|ем) (?:держать|следить|сообщать|информировать)|получите (?:ответ|деньги|мой)"
        ),
        concat!(
            "приедет|придет|прибудет|позвонит|свяжется|доставит|привезет|вернутся|поступят|придут|приедут|будет|будут|",
            "получите|доставят|привезут|вернут|заменят|исправят|позвонят|свяжутся|заработает|завершится|устранят"
        ),
        concat!(
            "если|обычно|как правило|обещал[аи]?|вчера|раньше|прошу|просим|не (?:могу|можем|смогу|сможем)|",
            "(?:оплатите|пришлите|сообщите|подтвердите|напишите|позвоните|ответьте|заполните|верните|проверьте|отправьте)|",
            "дайте мне знать|может(?:е)? (?:быть|получить)|можем|могли бы|надеемся, что"
        ),
        concat!(
            "лично (?:\\S+ ){0,2}?(?:прослежу|проконтролирую|контролирую|отслежу|займусь|буду следить|возьму|беру|сообщу|вернусь|свяжусь|позвоню|отвечу|проверю|напишу)|",
            "(?:прослежу|проконтролирую|контролирую|отслежу|займусь|проверю) (?:\\S+ ){0,3}?(?:лично|сам|сама)|",
            "(?:беру|возьму|взял|взяла|держу) (?:\\S+ ){0,5}?(?:под|на) (?:свой |мой )?(?:личный )?контроль|",
            "(?:под|на) (?:моим|моем|личным|личном|моим личным|моем личном) (?:личн\\w+ )?контрол\\w+"
        ),
    )
});

static ENGLISH: LazyLock<Vocabulary> = LazyLock::new(|| {
    Vocabulary::new(
        concat!(
            r"(?:i|we)(?:['’]ll| will| shall)|(?:i['’]?m|i am|we['’]?re|we are) going to|",
            r"you(?:['’]ll| will) (?:have|get|receive|hear)|(?:i|we) promise|(?:i|we) guarantee"
        ),
        r"will|arrives?|leaves?|comes?|reach(?:es)?|is due|are due|goes out",
        concat!(
            r"if|unless|please|usually|normally|typically|generally|promised|yesterday|could|can|might|may|",
            r"would|ought|(?:i|we) called|(?:i|we) hope"
        ),
        concat!(
            r"personally (?:\w+ ){0,2}?(?:follow|see|make sure|check|monitor|oversee|keep|handle|look|track|write|call|contact|report)\w*|",
            r"(?:follow|see|check|monitor|oversee|handle|track)\w* (?:\S+ ){0,5}?(?:personally|myself)|",
            r"under my (?:own |personal )+control|my personal (?:control|supervision)"
        ),
    )
});

static ROMANIAN: LazyLock<Vocabulary> = LazyLock::new(|| {
    Vocabulary::new(
        concat!(
            r"(?:voi|vom|am sa|o sa|avem sa) \w+|",
            r"va (?:scriu|scriem|sun|sunam|trimit|trimitem|raspund|raspundem|anunt|anuntam|contactez|contactam|comunic|comunicam|",
            r"returnez|returnam|informez|informam|aduc|aducem|restitui|restituim)|",
            r"rev(?:in|enim)|verific(?:am)?|rezolv(?:am)?|returnam|restituim|inlocuim|aveti (?:raspunsul|un raspuns)|promit(?:em)?|garantam"
        ),
        r"ajunge?|ajung|primiti|veti primi|va (?:fi|ajunge|veni|suna|contacta)|vine|vin|soseste|sosesc|aveti|vor (?:fi|ajunge|veni)|pleaca",
        concat!(
            r"daca|de obicei|in general|in mod normal|ieri|a promis|am promis|va rog|va rugam|va-?am sunat|v-am|n-a|nu (?:pot|putem|voi|vom)|",
            r"ati putea|putem|puteti|poate|speram"
        ),
        concat!(
            r"personal (?:\w+ ){0,2}?(?:urmar|verific|control|supraveghe|ocup|contact|scri|sun|anunt|monitoriz)\w*|",
            r"(?:urmar|verific|control|supraveghe|ocup|contact|monitoriz)\w* (?:\S+ ){0,2}?personal|sub controlul meu personal"
        ),
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_patterns() {
        for lang in ["ru", "en", "ro", "de"] {
            assert!(!Vocabulary::of(lang).commits(""));
        }
    }
}
