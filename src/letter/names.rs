//! Russian names in their cases: «у Марии Ивановны», «для Олега Шевченко», «с госпожой Цой».
//!
//! The endings are those of the `petrovich` rules; what they do not know for sure is left alone here, because a wrong form
//! of a person's name is worse than none. Not its duty: addressing anybody (`greeting`), guessing a gender.

use petrovich::Case as Petrovich;

use super::greeting::gender_of_patronymic;
use super::phrase::Case;
use crate::model::{Gender, PersonName};

/// The known parts of a name in reading order, in a case. None where the gender is neither given nor told by the
/// patronymic, where the two disagree, or where one part has a form that nobody can be sure of.
pub fn decline(name: &PersonName, gender: &Gender, case: Case) -> Option<String> {
    let sex = Sex::of(name, gender)?;
    let parts = [
        (&name.given, given as fn(&Word<'_>) -> Option<String>),
        (&name.patronymic, patronymic),
        (&name.family, family),
    ];
    let known = parts.into_iter().filter(|(part, _)| !part.trim().is_empty());
    let forms: Vec<String> = known.map(|(part, form)| declined(part.trim(), sex, case, form)).collect::<Option<_>>()?;
    (!forms.is_empty()).then(|| forms.join(" "))
}

/// «госпожи Кузнецовой»: the title with the family name.
pub(super) fn with_title(name: &PersonName, gender: &Gender, case: Case) -> Option<String> {
    // In the order of `Case`.
    const TITLES: [[&str; 6]; 2] = [
        ["господин", "господина", "господину", "господина", "господином", "господине"],
        ["госпожа", "госпожи", "госпоже", "госпожу", "госпожой", "госпоже"],
    ];
    let sex = Sex::of(name, gender)?;
    let alone = PersonName { family: name.family.clone(), ..PersonName::default() };
    let declined = decline(&alone, &sex.gender(), case)?;
    Some(format!("{} {declined}", TITLES[usize::from(sex == Sex::Female)][case as usize]))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sex {
    Male,
    Female,
}

impl Sex {
    fn of(name: &PersonName, gender: &Gender) -> Option<Self> {
        let of = |gender: &Gender| match gender {
            Gender::Male => Some(Self::Male),
            Gender::Female => Some(Self::Female),
            Gender::Unspecified | Gender::Other(_) => None,
        };
        match (of(gender), of(&gender_of_patronymic(&name.patronymic))) {
            (Some(card), Some(told)) if card != told => None,
            (card, told) => card.or(told),
        }
    }

    fn gender(self) -> Gender {
        match self {
            Self::Male => Gender::Male,
            Self::Female => Gender::Female,
        }
    }

    fn of_rules(self) -> petrovich::Gender {
        match self {
            Self::Male => petrovich::Gender::Male,
            Self::Female => petrovich::Gender::Female,
        }
    }
}

/// One word of a name on its way into a case.
struct Word<'a> {
    text: &'a str,
    low: String,
    sex: Sex,
    case: Petrovich,
}

impl Word<'_> {
    fn ends(&self, ends: &[&str]) -> bool {
        ends.iter().any(|end| self.low.ends_with(end))
    }

    fn ends_with_any(&self, letters: &str) -> bool {
        self.low.ends_with(|c| letters.contains(c))
    }

    fn letters(&self) -> usize {
        self.low.chars().count()
    }

    fn unchanged(&self) -> Option<String> {
        Some(self.text.to_owned())
    }

    /// The word without its last letters, with another ending.
    fn with_ending(&self, drop: usize, endings: [&str; 5]) -> String {
        let kept: String = self.text.chars().take(self.letters() - drop).collect();
        kept + endings[self.case as usize]
    }
}

fn declined(part: &str, sex: Sex, case: Case, form: fn(&Word<'_>) -> Option<String>) -> Option<String> {
    let Some(case) = petrovich_case(case) else { return is_name(part).then(|| part.to_owned()) };
    let word = |text| Word { text, low: text.to_lowercase(), sex, case };
    // Both halves of a double name are declined, and both must be sure.
    let halves: Option<Vec<String>> = part.split('-').map(|half| form(&word(half).filter_name()?)).collect();
    Some(halves?.join("-"))
}

impl<'a> Word<'a> {
    fn filter_name(self) -> Option<Word<'a>> {
        is_name(self.text).then_some(self)
    }
}

/// A capital and small Cyrillic letters behind it: anything else is written in a way that endings do not fit.
fn is_name(text: &str) -> bool {
    let is_small = |c: char| matches!(c, 'а'..='я' | 'ё');
    text.split('-').all(|half| {
        let mut chars = half.chars();
        chars.next().is_some_and(|c| matches!(c, 'А'..='Я' | 'Ё')) && half.chars().count() > 1 && chars.all(is_small)
    })
}

fn petrovich_case(case: Case) -> Option<Petrovich> {
    Some(match case {
        Case::Nominative => return None,
        Case::Genitive => Petrovich::Genitive,
        Case::Dative => Petrovich::Dative,
        Case::Accusative => Petrovich::Accusative,
        Case::Instrumental => Petrovich::Instrumental,
        Case::Prepositional => Petrovich::Prepositional,
    })
}

const CONSONANTS: &str = "бвгджзйклмнпрстфхцчшщ";
/// Vowels after which a name stays as it is: Радой is no form of Раду.
const UNCHANGING: &str = "еиуыэю";

fn given(word: &Word<'_>) -> Option<String> {
    // Declined by women of one generation and not of the other, or by one people and not by another.
    const WOMENS_SOFT: &[&str] = &["любовь", "нинель", "рахиль"];
    let rules = || Some(petrovich::firstname(word.sex.of_rules(), word.text, word.case));
    if word.ends(&["ия"]) {
        return Some(word.with_ending(1, ["и", "и", "ю", "ей", "и"]));
    }
    if word.ends_with_any(UNCHANGING) {
        return word.unchanged();
    }
    if word.ends(&["уа", "оа", "иа", "еа", "аа", "ча", "жа", "ща", "о", "ё", "ъ"]) {
        return None;
    }
    match word.sex {
        Sex::Female if word.ends(&["ь"]) => WOMENS_SOFT.contains(&word.low.as_str()).then(rules)?,
        Sex::Female if word.ends_with_any(CONSONANTS) => word.unchanged(),
        Sex::Male if word.ends(&["ц", "ч", "щ", "ца"]) => None,
        // Two men called Шота would be surprised.
        Sex::Male if word.low == "шота" => None,
        _ => rules(),
    }
}

fn patronymic(word: &Word<'_>) -> Option<String> {
    let is_one = match word.sex {
        Sex::Male => word.ends(&["вич", "ьич", "мич", "кич", "тич"]),
        Sex::Female => word.ends(&["вна", "чна"]),
    };
    is_one.then(|| petrovich::middlename(word.sex.of_rules(), word.text, word.case))
}

fn family(word: &Word<'_>) -> Option<String> {
    /// Nouns whose endings look like another kind of name, foreign names, and those that the rules leave unchanged.
    const UNSURE: &[&str] = &[
        "чаплин",
        "лев",
        "лоб",
        "рот",
        "мох",
        "золя",
        "гусь",
        "онук",
        "богода",
        "нечипас",
        "рева",
        "кива",
        "орота",
        "шандра",
        "скаля",
        "каруана",
        "гамарра",
        "прибой",
    ];
    if UNSURE.contains(&word.low.as_str()) {
        return None;
    }
    if word.ends_with_any(UNCHANGING) || word.ends(&["ко", "аго", "яго", "ово", "ых", "их"]) && !word.ends(&["рих"])
    {
        return word.unchanged();
    }
    let is_sure = match word.sex {
        Sex::Male => is_sure_of_man(word),
        Sex::Female => is_sure_of_woman(word),
    };
    is_sure.then(|| petrovich::lastname(word.sex.of_rules(), word.text, word.case))
}

/// Endings of men's names that take or never take endings of their own; a vowel that may vanish (Заяц, Волчок, Камень) is
/// no sure thing, nor is a stress that nobody sees (Ткачом).
fn is_sure_of_man(word: &Word<'_>) -> bool {
    if word.ends(&["а", "я"]) {
        return !word.ends(&["ова", "ева", "ёва", "ина", "ына", "ая", "яя"]) && is_sure_noun(word);
    }
    if word.ends(&["ий"]) {
        return word.ends(&["ский", "цкий", "ький", "ний", "хий", "чий", "гий"]) && word.letters() > 4;
    }
    if word.ends(&["ой"]) {
        return word.letters() <= 4 || word.ends(&["стой", "ской", "цкой", "вой", "ной"]);
    }
    if word.ends(&["ый"]) {
        return true;
    }
    if word.ends(&["ов", "ев", "ёв", "ин", "ын"]) {
        return word.letters() > 4 || word.low == "грин" || word.ends(&["ов"]) && word.letters() > 3;
    }
    if word.ends(&["ич"]) {
        return word.letters() > 4;
    }
    let may_lose_a_vowel = ["ок", "ёк", "ек", "ел", "ёл", "ол", "ёр", "ень", "ей", "оть"];
    !word.ends(&may_lose_a_vowel) && (word.ends(&["ь"]) || word.ends_with_any("бвгдзйклмнпрстфх"))
}

/// Women's names on a consonant never change; those that belong to a man are a mistake on the card.
fn is_sure_of_woman(word: &Word<'_>) -> bool {
    /// Nouns that are not made from a man's name on -ин: «у Щербины», not «у Щербиной».
    const NOUNS: &[&str] = &[
        "щербина",
        "скорина",
        "калина",
        "малина",
        "смородина",
        "былина",
        "дубина",
        "купина",
        "рябина",
        "перепелина",
        "осина",
        "долина",
        "галина",
        "година",
        "журавлина",
        "пелина",
    ];
    if word.ends(&["ова", "ева", "ёва", "ина", "ына"]) {
        return word.letters() > 4 && !NOUNS.contains(&word.low.as_str());
    }
    if word.ends(&["ая", "яя"]) {
        return word.letters() > 4;
    }
    if word.ends(&["а", "я"]) {
        return !word.ends(&["ска", "цка"]) && is_sure_noun(word);
    }
    let is_mans = word.ends(&["ов", "ев", "ёв", "ын", "ский", "цкий", "ый", "ький"])
        || (word.ends(&["ин"]) && word.letters() > 4)
        || (word.ends(&["ой"]) && word.letters() > 4);
    !is_mans && (word.ends(&["ь"]) || word.ends_with_any(CONSONANTS))
}

/// Names on -а and -я that both sexes decline as the nouns they are: Глинка, Середа, Недоля, Данелия.
fn is_sure_noun(word: &Word<'_>) -> bool {
    let before = word.low.chars().rev().nth(1).unwrap_or(' ');
    if word.ends(&["а"]) {
        "бвгдзклмпрстх".contains(before)
    } else {
        word.ends(&["ия", "ля", "ня", "ря", "дя", "тя"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Gender::{Female, Male, Unspecified};
    use proptest::prelude::*;

    const OBLIQUE: [Case; 5] =
        [Case::Genitive, Case::Dative, Case::Accusative, Case::Instrumental, Case::Prepositional];

    fn name(given: &str, patronymic: &str, family: &str) -> PersonName {
        PersonName {
            given: given.into(),
            patronymic: patronymic.into(),
            family: family.into(),
            ..PersonName::default()
        }
    }

    fn forms(name: &PersonName, gender: &Gender) -> Option<String> {
        OBLIQUE.iter().map(|case| decline(name, gender, *case)).collect::<Option<Vec<_>>>().map(|f| f.join(", "))
    }

    #[test]
    fn a_whole_name_in_all_cases() {
        let maria = name("Мария", "Ивановна", "Кузнецова");
        for (case, expected) in [
            (Case::Nominative, "Мария Ивановна Кузнецова"),
            (Case::Genitive, "Марии Ивановны Кузнецовой"),
            (Case::Dative, "Марии Ивановне Кузнецовой"),
            (Case::Accusative, "Марию Ивановну Кузнецову"),
            (Case::Instrumental, "Марией Ивановной Кузнецовой"),
            (Case::Prepositional, "Марии Ивановне Кузнецовой"),
        ] {
            assert_eq!(
                decline(&maria, &Unspecified, case).as_deref(),
                Some(expected),
                "the patronymic tells the gender"
            );
        }
        assert_eq!(
            forms(&name("Илья", "Кузьмич", "Римский-Корсаков"), &Male).unwrap(),
            "Ильи Кузьмича Римского-Корсакова, Илье Кузьмичу Римскому-Корсакову, Илью Кузьмича Римского-Корсакова, \
             Ильёй Кузьмичом Римским-Корсаковым, Илье Кузьмиче Римском-Корсакове"
        );
    }

    #[test]
    fn given_names() {
        for (given, gender, expected) in [
            ("Пётр", Male, "Петра, Петру, Петра, Петром, Петре"),
            ("Павел", Male, "Павла, Павлу, Павла, Павлом, Павле"),
            ("Лев", Male, "Льва, Льву, Льва, Львом, Льве"),
            ("Игорь", Male, "Игоря, Игорю, Игоря, Игорем, Игоре"),
            ("Юрий", Male, "Юрия, Юрию, Юрия, Юрием, Юрии"),
            ("Никита", Male, "Никиты, Никите, Никиту, Никитой, Никите"),
            ("Ион", Male, "Иона, Иону, Иона, Ионом, Ионе"),
            ("Раду", Male, "Раду, Раду, Раду, Раду, Раду"),
            ("Захария", Male, "Захарии, Захарии, Захарию, Захарией, Захарии"),
            ("Виктория", Female, "Виктории, Виктории, Викторию, Викторией, Виктории"),
            ("Наталья", Female, "Натальи, Наталье, Наталью, Натальей, Наталье"),
            ("Любовь", Female, "Любови, Любови, Любовь, Любовью, Любови"),
            ("Даша", Female, "Даши, Даше, Дашу, Дашей, Даше"),
            ("Аурица", Female, "Аурицы, Аурице, Аурицу, Аурицей, Аурице"),
            ("Ольга", Female, "Ольги, Ольге, Ольгу, Ольгой, Ольге"),
            ("Элизабет", Female, "Элизабет, Элизабет, Элизабет, Элизабет, Элизабет"),
            ("Анна-Мария", Female, "Анны-Марии, Анне-Марии, Анну-Марию, Анной-Марией, Анне-Марии"),
        ] {
            assert_eq!(forms(&name(given, "", ""), &gender).as_deref(), Some(expected), "{given}");
        }
        for (given, gender) in [
            ("Айгуль", Female),
            ("Данило", Male),
            ("Шота", Male),
            ("Жоа", Male),
            ("Amy", Female),
            ("мария", Female),
            ("МАРИЯ", Female),
            ("Мария2", Female),
            ("М", Female),
            ("", Female),
        ] {
            assert_eq!(forms(&name(given, "", ""), &gender), None, "{given}");
        }
        assert_eq!(forms(&name("Саша", "", ""), &Unspecified), None, "a gender is never guessed");
        assert_eq!(forms(&name("Мария", "Ивановна", ""), &Male), None, "card and patronymic disagree");
    }

    #[test]
    fn family_names_that_change() {
        for (family, gender, expected) in [
            ("Иванов", Male, "Иванова, Иванову, Иванова, Ивановым, Иванове"),
            ("Бородин", Male, "Бородина, Бородину, Бородина, Бородиным, Бородине"),
            ("Достоевский", Male, "Достоевского, Достоевскому, Достоевского, Достоевским, Достоевском"),
            ("Толстой", Male, "Толстого, Толстому, Толстого, Толстым, Толстом"),
            ("Белый", Male, "Белого, Белому, Белого, Белым, Белом"),
            ("Цой", Male, "Цоя, Цою, Цоя, Цоем, Цое"),
            ("Ким", Male, "Кима, Киму, Кима, Кимом, Киме"),
            ("Мельник", Male, "Мельника, Мельнику, Мельника, Мельником, Мельнике"),
            ("Станкевич", Male, "Станкевича, Станкевичу, Станкевича, Станкевичем, Станкевиче"),
            ("Чебан", Male, "Чебана, Чебану, Чебана, Чебаном, Чебане"),
            ("Чеботарь", Male, "Чеботаря, Чеботарю, Чеботаря, Чеботарем, Чеботаре"),
            ("Глинка", Male, "Глинки, Глинке, Глинку, Глинкой, Глинке"),
            ("Глинка", Female, "Глинки, Глинке, Глинку, Глинкой, Глинке"),
            ("Данелия", Female, "Данелии, Данелии, Данелию, Данелией, Данелии"),
            ("Иванова", Female, "Ивановой, Ивановой, Иванову, Ивановой, Ивановой"),
            ("Лисицына", Female, "Лисицыной, Лисицыной, Лисицыну, Лисицыной, Лисицыной"),
            ("Достоевская", Female, "Достоевской, Достоевской, Достоевскую, Достоевской, Достоевской"),
        ] {
            assert_eq!(forms(&name("", "", family), &gender).as_deref(), Some(expected), "{family}");
        }
    }

    #[test]
    fn family_names_that_stay() {
        for (family, genders) in [
            ("Шевченко", &[Male, Female][..]),
            ("Дюма", &[Male, Female]),
            ("Живаго", &[Male, Female]),
            ("Черных", &[Male, Female]),
            ("Попеску", &[Male, Female]),
            ("Русу", &[Male, Female]),
            ("Ли", &[Male, Female]),
            ("Цой", &[Female]),
            ("Ким", &[Female]),
            ("Мельник", &[Female]),
            ("Чеботарь", &[Female]),
            ("Шмидт", &[Female]),
            ("Гай", &[Female]),
        ] {
            for gender in genders {
                let same = [family; 5].join(", ");
                assert_eq!(forms(&name("", "", family), gender), Some(same), "{family}");
            }
        }
    }

    #[test]
    fn family_names_in_doubt_have_no_form() {
        for (family, gender) in [
            ("Заяц", Male),
            ("Волчок", Male),
            ("Соловей", Male),
            ("Орёл", Male),
            ("Ткач", Male),
            ("Лев", Male),
            ("Золя", Male),
            ("Чаплин", Male),
            ("Прибой", Male),
            ("Бабий", Male),
            ("Щербина", Female),
            ("Смородина", Female),
            ("Гогуа", Male),
            ("Иванова", Male),
            ("Иванов", Female),
            ("Толстой", Female),
            ("Popescu", Male),
        ] {
            assert_eq!(forms(&name("", "", family), &gender), None, "{family}");
        }
    }

    #[test]
    fn a_title_is_declined_with_the_name() {
        let (popescu, kim) = (name("Мария", "", "Попеску"), name("", "", "Ким"));
        assert_eq!(with_title(&popescu, &Female, Case::Genitive).as_deref(), Some("госпожи Попеску"));
        assert_eq!(with_title(&kim, &Male, Case::Instrumental).as_deref(), Some("господином Кимом"));
        assert_eq!(with_title(&kim, &Unspecified, Case::Dative), None);
        assert_eq!(with_title(&name("Иван", "", ""), &Male, Case::Dative), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(given in "\\PC{0,8}|[А-Яа-яё-]{0,8}", patronymic in "[А-Яа-яё]{0,6}(ович|овна)?", family in "\\PC{0,8}|[А-Я]?[а-яё-]{0,8}") {
            let name = name(&given, &patronymic, &family);
            for gender in [Male, Female, Unspecified] {
                for case in OBLIQUE {
                    let _ = (decline(&name, &gender, case), with_title(&name, &gender, case));
                }
            }
        }
    }
}
