//! Russian: verb forms that promise, and the words around them.
//!
//! A perfective verb in its present form means the future, so a list of verbs of service work says most; each is given by
//! its first person, and its other forms follow from the conjugation.

use std::sync::LazyLock;

use super::dates;
use super::lexicon::{Lang, Lexicon, Tags};
use super::reading::{Clause, Needs, Predicate, Reading};
use super::tokens::Tokens;
use super::{Act, Actor};

/// Perfective verbs of writing, calling, telling.
const CONTACT: &str = "позвоню+ перезвоню+ дозвонюсь+ созвонюсь+ свяжусь сообщу/сообщ напишу отпишусь допишу отвечу/ответ расскажу скажу \
    отчитаюсь извещу/извест уведомлю+ проинформирую доложу+ оповещу/оповест наберу спрошу поговорю+ переговорю+ поделюсь+ \
    переспрошу объясню+ поясню+ обсужу/обсуд посоветуюсь вернусь обращусь/обрат проконсультируюсь откликнусь договорюсь+ согласую";
/// Perfective verbs of checking and seeing to it.
const CHECK: &str = "проверю+ перепроверю+ прослежу/прослед отслежу/отслед проконтролирую посмотрю+ просмотрю+ пересмотрю+ рассмотрю+ \
    убежусь/убед удостоверюсь+ загляну выясню+ уточню+ разберусь разберу узнаю изучу+ найду отыщу займусь проанализирую \
    присмотрю+ прочитаю прочту прослушаю расследую сверю+ проведу осмотрю+ протестирую удостоверюсь+ возьмусь \
    позабочусь/позабот сверюсь+ перечитаю дослушаю";
/// Perfective verbs of doing.
const DO: &str = "верну пришлю вышлю перешлю отошлю отправлю+ направлю+ переведу возмещу/возмест исправлю+ поправлю+ заменю+ обменяю привезу \
    завезу довезу вывезу отвезу увезу доставлю+ переделаю сделаю доделаю починю+ отремонтирую подготовлю+ приготовлю+ оформлю+ переоформлю+ \
    решу+ выплачу/выплат оплачу/оплат доплачу/доплат компенсирую приеду подъеду выеду заеду приду зайду подойду пересчитаю перечислю+ \
    зачислю+ обновлю+ закажу дозакажу начислю+ доначислю+ установлю+ подключу+ отключу+ \
    переподключу+ устраню+ восстановлю+ закрою открою отменю+ снижу/сниз спишу выпишу запишу перепишу внесу перенесу принесу донесу вынесу \
    закончу+ завершу+ начну приступлю+ запущу/запуст выпущу/выпуст приму предоставлю+ предложу+ покажу сниму настрою+ перенастрою+ \
    поставлю+ переставлю+ положу+ вложу+ приложу+ соберу заберу выберу подберу уберу куплю+ докуплю+ приобрету продлю+ заблокирую разблокирую \
    удалю+ добавлю+ подпишу напечатаю распечатаю загружу/загруз выгружу/выгруз отгружу/отгруз погружу/погруз выделю+ зарезервирую забронирую \
    обеспечу+ организую уволю+ накажу обучу+ уменьшу+ увеличу+ ускорю+ зачту вычту пропущу/пропуст проложу+ почищу/почист \
    очищу/очист помою вымою прикреплю+ аннулирую расторгну заключу+ перезаключу+ подарю+ вручу+ отложу+ отмечу+ назначу+ переназначу+ \
    опубликую размещу/размест скорректирую откорректирую закреплю+ проведу отзову прекращу/прекрат исключу+ включу+ переключу+ \
    учту улучшу+ усилю+ повторю+ разрешу+ урегулирую доработаю отработаю сформирую составлю+ посчитаю рассчитаю \
    освобожу/освобод пополню+ сварю+ покрашу/покрас заклею залью утеплю+ смонтирую демонтирую протяну докажу попрошу/попрос поручу+ \
    подержу+ продержу+ подниму скину сброшу/сброс докину наведу поднесу отправлюсь+ придержу/придерж подам переведусь подвезу разошлю пробью";
/// Third persons that promise also without a date: our people come and call.
const COMES: &str = "свяжется свяжутся позвонит позвонят перезвонит перезвонят напишет напишут ответит ответят приедет приедут \
    вернут вернется вернутся доставят доставит привезут привезет заменят заменит исправят исправит поступит поступят придет придут \
    прибудет прибудут заберут заберет передадут передаст вышлют вышлет пришлют пришлет починят устранят рассмотрят рассмотрит \
    сообщит сообщат проверит проверят";
const PRESENT: &str = "звоню звоним перезваниваю пишу пишем отвечаю отвечаем отправляю отправляем высылаю высылаем \
    присылаю присылаем возвращаю возвращаем перевожу переводим везу везем привожу привозим выезжаю выезжаем приезжаю приезжаем еду едем \
    начинаю начинаем запускаю запускаем приступаю приступаем передаю передаем проверяю проверяем закрываю закрываем открываю открываем \
    заменяю заменяем меняю меняем делаю делаем оформляю оформляем отменяю отменяем подключаю подключаем устанавливаю устанавливаем \
    забираю забираем отдаю отдаем выдаю выдаем списываю списываем начисляю начисляем зачисляю зачисляем заканчиваю заканчиваем \
    завершаю завершаем жду иду выхожу даю разбираю разбираем ставлю ставим снимаю снимаем чиню чиним ремонтируем собираем отгружаем";
const PRESENT_THIRD: &str = "едет едут везет везут приезжает приезжают выезжает выезжают приходит приходят прибывает привозит привозят забирает \
    забирают поступает поступают возвращается возвращаются отправляется отправляются начинается начинаем начинают начинает \
    заканчивает заканчивают меняет меняют ставит ставят звонит звонят выходит выходят доставляют доставляет уезжает отходит открывается \
    собирает собирают ремонтирует отгружает отгружают";

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words = Lexicon::new(Lang::Ru, dates::russian(), by_form);
    for (act, list) in [(Tags::CONTACT, CONTACT), (Tags::CHECK, CHECK), (Tags::NONE, DO)] {
        list.split_whitespace().for_each(|verb| add_verb(&mut words, verb, act));
    }
    for (tags, list) in IRREGULAR.iter().chain(OTHER_WORDS) {
        words.add(*tags, list);
    }
    words.add(Tags::WILL_BE_DONE | Tags::STRONG, COMES);
    words.add(Tags::DO_NOW, PRESENT);
    words.add(Tags::IS_DONE_NOW, PRESENT_THIRD);
    words
});

const IRREGULAR: &[(Tags, &str)] = &[
    (
        Tags::WILL_DO,
        "дам дадим выдам выдадим отдам отдадим передам передадим раздам раздадим продам продадим подадим создам создадим помогу поможем",
    ),
    (Tags::WILL_BE_DONE, "даст дадут выдаст выдадут отдаст отдадут передаст передадут подаст подадут создаст создадут"),
    (
        Tags::WILL_BE_DONE,
        "заработает заработают состоится состоятся закончится закончатся завершится завершатся окажется окажутся появится появятся \
         откроется откроются закроется начнется начнутся дойдет дойдут спишется спишутся зачислится зачислятся отобразится \
         отобразятся уйдет уйдут выйдет выйдут выедет выедут подъедет подъедут потребуется займет займут включат подадут дадут отключат \
         пройдет пройдут исполнится обновится обновятся ждет прибудет прибудут",
    ),
    (Tags::WILL.with(Tags::WILL_DO), "буду будем"),
    (Tags::WILL.with(Tags::WILL_BE_DONE), "будет будут"),
    (Tags::GETS, "получите узнаете увидите услышите"),
];

const OTHER_WORDS: &[(Tags, &str)] = &[
    (Tags::I, "я"),
    (Tags::WE, "мы"),
    (Tags::YOU, "вы ты"),
    (Tags::OTHER, "он она оно они это все кто-то"),
    (Tags::NOT, "не ни нельзя"),
    (
        Tags::GENERAL,
        "обычно всегда регулярно постоянно ежедневно ежегодно ежемесячно еженедельно никогда зачастую возможно наверное вероятно наверно часто традиционно каждый каждую каждое",
    ),
    (Tags::IF, "если условии случае коли ежели"),
    (Tags::EVEN, "даже"),
    (Tags::WHEN, "когда только"),
    (Tags::WHICH, "который которая которое которые которого которую которой которым"),
    (Tags::THAT, "что"),
    (Tags::SO_THAT, "чтобы чтоб"),
    (Tags::BECAUSE, "потому поскольку ведь так"),
    (
        Tags::WHAT,
        "как чем где куда откуда почему зачем кто чего чему кого кому сколько каков какой какая какие какое какую насколько чей пока ли",
    ),
    (
        Tags::SAID,
        "обещал обещала обещали обещало пообещал пообещала пообещали сказал сказала сказали говорил говорила говорили сообщил сообщила \
         сообщили писал писала писали написал написала написали просил просила просили заявил уверял уверяли утверждает пишете \
         говорите пишет говорит обещает обещают просите хотите словам уверяет сообщает заверил заверили ответил ответили спросил спросила",
    ),
    (
        Tags::HOPE,
        "надеюсь надеемся хочется хотелось хотел хотела хотели верю верим думаю думаем полагаю полагаем уверен уверена желаю желаем пусть понимаю понимаем знаю знаем вижу видим",
    ),
    (
        Tags::PLEDGE,
        "обещаю обещаем гарантирую гарантируем обязуюсь обязуемся клянусь заверяю заверяем подтверждаю подтверждаем сообщаю сообщаем информирую информируем уверяю уверяем уверены спокойны",
    ),
    (Tags::TRY, "постараюсь постараемся попробую попробуем попытаюсь попытаемся сможем смогу"),
    (Tags::CAN, "могу можем может могут можно можете сможете мог могла могли хотел сможет"),
    (Tags::SHOULD, "должен должна должно должны"),
    (Tags::PAST, "был была было были"),
    (Tags::AND, "и"),
    (Tags::BUT, "а но однако зато затем потом далее"),
    (Tags::OR, "или либо"),
    (
        Tags::VAGUE,
        "скоро вскоре ближайшее кратчайшие кратчайший скорее скорейшее возможности незамедлительно оперативно немедленно ближайшие днях обязательно сразу быстрее",
    ),
    (
        Tags::STRANGER,
        "рейс поезд самолет акция купон скидка гарантия промокод сертификат распродажа подписка поставщик производитель завод полиция суд прокуратура роспотребнадзор клиент покупатель сосед соседи погода",
    ),
    (
        Tags::TERM,
        "срок ответ доставка возврат звонок выезд результат решение деньги готовность отправка квитанция квитанцию справку справка дата замена выплата приезд монтаж ремонт отгрузка \
         установка встреча акт отчет письмо выдача перерасчет",
    ),
    (Tags::PERSONAL, "лично сам сама самостоятельно персонально"),
    (Tags::CONTROL, "контроль контроле контролем"),
    (Tags::MY, "мой мою мое моем моей моим моему своем свой личный личном личным личной свою своим"),
    (
        Tags::SET,
        "назначен назначена назначено назначены запланирован запланирована запланировано запланированы перенесен перенесена перенесли записал записала",
    ),
    (Tags::READY, "готов готова готовы готово"),
    (
        Tags::PLAN,
        "планирую планируем намерен намерена намерены собираюсь собираемся рассчитываю рассчитываем планируется",
    ),
    (
        Tags::EMPTY,
        "рад рада рады благодарен благодарна благодарны признателен признательна признательны ждать счастлив счастливы приятно удобно отпуске отпуск отсутствовать недоступен недоступна больничном выходной надеяться \
         стараться вынужден вынуждены интересно полезно рада надеяться легче лучше проще",
    ),
    (
        Tags::INTERJECTION,
        "нет да спасибо извините простите здравствуйте пожалуйста конечно итак хорошо точнее добрый день уважаемый уважаемая",
    ),
    (
        Tags::ASK,
        "пришлите сообщите напишите позвоните ответьте заполните верните проверьте отправьте оплатите подтвердите дайте укажите обратитесь \
         приезжайте приходите приложите оставьте возьмите подойдите подождите уточните передайте внесите скажите не-забудьте посмотрите \
         выберите решите подпишите принесите привезите назовите перезвоните сохраните включите отключите откройте закройте скачайте зайдите \
         обновите установите пожалуйтесь дождитесь позвольте отложите вышлите направьте заберите получайте оплачивайте звоните пишите прошу просим \
         рекомендую рекомендуем советую советуем предлагаю предлагаем попросите свяжитесь воспользуйтесь ожидайте имейте учтите держите",
    ),
    (
        Tags::VERB,
        "работает работаем работают действует принимает принимаем есть нужно надо необходимо следует занимает занимают длится стоит нет жаль \
         приношу приносим благодарю благодарим извиняюсь сожалею сожалеем понимает прошло прошли виноват виновата виноваты уехал",
    ),
];

/// All forms of a verb given as its first person: "позвоню+" is of the second conjugation; so is "сообщу/сообщ", with the
/// base of its other forms; the rest are of the first.
fn add_verb(words: &mut Lexicon, entry: &str, act: Tags) {
    let (first, base) =
        entry.split_once('/').map_or((entry.trim_end_matches('+'), None), |(first, base)| (first, Some(base)));
    let is_second = base.is_some() || entry.ends_with('+');
    let stem = first.trim_end_matches("сь");
    let end = if stem.len() < first.len() { "ся" } else { "" };
    let own = stem.strip_suffix(['у', 'ю']).unwrap_or(stem);
    let base = base.unwrap_or(if is_second { without_l(own) } else { own });
    let (we, he, they) = match (is_second, base.ends_with(['ж', 'ш', 'щ', 'ч']), stem.ends_with('ю')) {
        (true, true, _) => ("им", "ит", "ат"),
        (true, false, _) => ("им", "ит", "ят"),
        (false, _, true) => ("ем", "ет", "ют"),
        (false, _, false) => ("ем", "ет", "ут"),
    };
    words.add_word(Tags::WILL_DO | act, first.to_owned());
    words.add_word(Tags::WILL_DO | act, format!("{base}{we}{end}"));
    words.add_word(Tags::WILL_BE_DONE | act, format!("{base}{he}{end}"));
    words.add_word(Tags::WILL_BE_DONE | act, format!("{base}{they}{end}"));
    if end.is_empty() {
        words.add_word(Tags::WILL_BE_DONE, format!("{base}{he}ся"));
        words.add_word(Tags::WILL_BE_DONE, format!("{base}{they}ся"));
    }
}

/// «отправлю» – «отправим»: the л of the first person is gone in the others.
fn without_l(own: &str) -> &str {
    let labial = ["вл", "пл", "бл", "мл", "фл"].iter().any(|e| own.ends_with(e));
    if labial { own.strip_suffix('л').unwrap_or(own) } else { own }
}

/// Forms that a Russian verb shows by its endings.
fn by_form(word: &str, _: &str, known: Tags) -> Tags {
    if known != Tags::NONE {
        return known;
    }
    let ends = |endings: &[&str]| endings.iter().any(|e| word.len() > e.len() + 4 && word.ends_with(e));
    let is_participle =
        ["ен", "ена", "ено", "ены", "ан", "ана", "ано", "аны", "ят", "ята", "ято", "яты", "ыт", "ыта", "ыты", "ыто"]
            .iter()
            .any(|e| word.len() > e.len() + 6 && word.ends_with(e));
    if is_participle {
        return Tags::PASSIVE;
    }
    if ends(&[
        "ался",
        "алась",
        "алось",
        "ались",
        "ился",
        "илась",
        "ились",
        "ал",
        "ала",
        "али",
        "ало",
        "ил",
        "ила",
        "или",
        "ило",
        "ел",
        "ели",
        "ела",
        "ла",
        "шел",
        "шла",
        "шли",
    ]) {
        return Tags::PAST;
    }
    const PREFIXES: &[&str] = &[
        "по", "за", "при", "вы", "от", "под", "пере", "про", "об", "раз", "рас", "до", "вос", "воз", "вс", "на", "из",
        "ис",
    ];
    let perfective = PREFIXES.iter().any(|p| word.len() > p.len() + 6 && word.starts_with(p));
    const UNENDED: &[&str] = &[
        "ает",
        "яет",
        "ует",
        "ают",
        "яют",
        "уют",
        "ается",
        "яется",
        "уется",
        "аются",
        "яются",
        "уются",
        "ходит",
        "ходят",
        "водит",
        "водят",
        "носит",
        "носят",
        "возит",
        "возят",
        "ходится",
        "водится",
        "носится",
        "стоит",
        "висит",
        "щет",
        "чет",
        "кет",
        "трет",
    ];
    if perfective
        && word.len() > 12
        && ends(&["ит", "ет", "ут", "ют", "ят", "ится", "ется", "утся", "ются", "ятся"])
        && !UNENDED.iter().any(|e| word.ends_with(e))
    {
        return Tags::WILL_BE_DONE | Tags::GUESS;
    }
    if ends(&[
        "ется",
        "ится",
        "ются",
        "ятся",
        "утся",
        "ает",
        "яет",
        "ует",
        "ают",
        "яют",
        "уют",
        "ишь",
        "ешь",
        "аете",
        "яете",
        "уете",
        "ываем",
        "иваем",
        "ите",
        "йте",
    ]) {
        return Tags::VERB;
    }
    let imperfective = ["аем", "яем", "аю", "яю", "ую", "уем", "аемся", "яемся"].iter().any(|e| word.ends_with(e));
    // «стремимся», «относимся»: present forms that look perfective.
    let present = ["стрем", "относ", "уваж", "ценим", "след", "прос"].iter().any(|e| word.starts_with(e))
        || word.ends_with("носим")
        || word.ends_with("водим")
        || word.ends_with("ходим")
        || word.ends_with("возим");
    if perfective && !present && !imperfective && ends(&["им", "ем", "имся", "емся", "у", "ю", "усь", "юсь"])
    {
        Tags::GUESS
    } else {
        Tags::NONE
    }
}

fn is_infinitive(word: &str) -> bool {
    ["ть", "ться", "ти", "чь", "тись"].iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e))
}

/// What the clause does.
pub(super) fn read(clause: &Clause<'_>) -> Reading {
    let t = clause.tokens;
    if clause.has(Tags::GENERAL)
        || t.is(clause.at.start, &["по"]) && t.is(clause.at.start + 1, &["правилу", "правилам", "регламенту", "закону"])
    {
        return Reading::Verb;
    }
    if t.is(clause.at.start, &["как"]) && t.is(clause.at.start + 1, &["правило"]) {
        return Reading::Verb;
    }
    // «После получения Ваших документов»: the customer's act comes first.
    const FIRST: &[&str] = &[
        "получения",
        "вашего",
        "вашей",
        "ваших",
        "подтверждения",
        "оплаты",
        "предоставления",
        "согласования",
        "поступления",
    ];
    if t.is(clause.at.start, &["после", "при", "по"])
        && (t.is(clause.at.start + 1, FIRST) || t.is(clause.at.start + 1, &["получении", "предъявлении"]))
    {
        return Reading::Verb;
    }
    let mut verb = false;
    for at in clause.at.clone() {
        let tags = t.tags(at);
        let negated = at > clause.at.start && t.is(at - 1, &["не", "ни"]);
        if let Some(needs) = promise_at(clause, at).filter(|_| !negated) {
            let subject = clause.has_before(at, Tags::I | Tags::WE | Tags::OTHER);
            return Reading::Promise(predicate(clause, at, needs, subject));
        }
        if tags.any(Tags::ASK) && !negated && !clause.has(Tags::I | Tags::WE)
            || tags.any(Tags::ASK) && t.is(at, &["прошу", "просим"])
        {
            return Reading::Request;
        }
        if tags.any(Tags::SAID | Tags::HOPE | Tags::SHOULD | Tags::CAN) {
            return Reading::Verb;
        }
        let plain_verb = tags.any(
            Tags::PAST
                | Tags::VERB
                | Tags::WILL_DO
                | Tags::WILL_BE_DONE
                | Tags::DO_NOW
                | Tags::IS_DONE_NOW
                | Tags::PASSIVE
                | Tags::READY,
        );
        verb |= plain_verb && clause.date(at).is_none();
    }
    if is_control(clause) {
        let at = clause.at.start;
        return Reading::Promise(Predicate {
            personal: true,
            actor: Actor::Me,
            act: Act::Check,
            ..predicate(clause, at, Needs::Nothing, true)
        });
    }
    if verb { Reading::Verb } else { Reading::Fragment }
}

fn promise_at(clause: &Clause<'_>, at: usize) -> Option<Needs> {
    let t = clause.tokens;
    let tags = t.tags(at);
    let you = clause.has_before(at, Tags::YOU);
    let stranger = clause.has(Tags::STRANGER);
    let infinitive = (at + 1..clause.at.end.min(at + 5)).any(|i| is_infinitive(t.word(i)));
    if tags.any(Tags::WILL) {
        return future_of_be(clause, at, infinitive).filter(|_| !you && !stranger);
    }
    if tags.any(Tags::TRY) {
        return infinitive.then_some(if t.is(at, &["сможем", "смогу"]) {
            Needs::Date
        } else {
            Needs::Nothing
        });
    }
    if t.is(at, &["встречу"]) && t.is(at + 1, &["вас"]) {
        return Some(Needs::Nothing);
    }
    if tags.any(Tags::GUESS) && !tags.any(Tags::WILL_BE_DONE) {
        const ADJECTIVE: &[&str] = &["шним", "щим", "вшим", "ским", "ким", "гим", "ним"];
        let is_plural = ["им", "ем", "имся", "емся"].iter().any(|e| t.word(at).ends_with(e))
            && !ADJECTIVE.iter().any(|e| t.word(at).ends_with(e));
        if is_plural && !you && at > clause.at.start && clause.dates.iter().any(|p| p.at.start > at || p.at.end <= at) {
            return Some(Needs::Date);
        }
        return is_guess_with_subject(clause, at).then_some(Needs::Nothing);
    }
    if t.is(at, &["уверены", "спокойны"]) {
        return (at > 0 && t.is(at - 1, &["будьте"])).then_some(Needs::Clause);
    }
    if tags.any(Tags::PLEDGE) {
        return Some(if infinitive { Needs::Nothing } else { Needs::Clause });
    }
    if tags.any(Tags::GETS) {
        let object = (at + 1..clause.at.end).any(|i| t.tags(i).any(Tags::TERM))
            && (clause.has_date_before(at) || at > clause.at.start);
        return (you || object).then_some(Needs::DateOrVague);
    }
    if tags.any(Tags::WILL_DO) {
        return Some(Needs::Nothing).filter(|_| !you || clause.has_before(at, Tags::I | Tags::WE));
    }
    if tags.any(Tags::WILL_BE_DONE) {
        let strong = tags.any(Tags::STRONG) && !clause.has_before(at, Tags::IF);
        return Some(if strong { Needs::Nothing } else { Needs::Date }).filter(|_| !you && !stranger);
    }
    if tags.any(Tags::DO_NOW) {
        return Some(Needs::Date).filter(|_| !you && !t.is(at, &["жду"]));
    }
    if tags.any(Tags::IS_DONE_NOW) {
        return Some(Needs::Day).filter(|_| !you && !stranger);
    }
    if tags.any(Tags::SET) {
        return t.is(at + 1, &["на"]).then_some(Needs::Day);
    }
    if tags.any(Tags::PLAN) {
        return infinitive.then_some(Needs::Date);
    }
    if tags.any(Tags::READY) {
        return Some(Needs::Date).filter(|_| !you);
    }
    if tags.any(Tags::SHOULD) {
        let was = (at + 1..clause.at.end.min(at + 3)).any(|i| t.tags(i).any(Tags::PAST));
        return (infinitive && !you && !was && !clause.has_before(at, Tags::I | Tags::WE))
            .then_some(Needs::DateOrVague);
    }
    None
}

/// «буду звонить», «будет передан», «будет у Вас»; not «будем рады».
fn future_of_be(clause: &Clause<'_>, at: usize, infinitive: bool) -> Option<Needs> {
    let t = clause.tokens;
    let near = || at.saturating_sub(2).max(clause.at.start)..clause.at.end.min(at + 5);
    if near().any(|i| t.tags(i).any(Tags::EMPTY)) {
        return None;
    }
    if t.tags(at).any(Tags::WILL_DO) {
        let there = near().any(|i| t.is(i, &["связи", "курсе", "контролем", "вас", "готов", "готова"]));
        return Some(if infinitive || there { Needs::Nothing } else { Needs::Date });
    }
    let passive = near().any(|i| t.tags(i).any(Tags::PASSIVE));
    Some(if passive { Needs::Nothing } else { Needs::Date })
}

/// An unknown perfective form right behind its subject: «мы перезаключим».
fn is_guess_with_subject(clause: &Clause<'_>, at: usize) -> bool {
    const BETWEEN: &[&str] = &[
        "вам",
        "вас",
        "их",
        "его",
        "ее",
        "это",
        "все",
        "лично",
        "сам",
        "сама",
        "сразу",
        "обязательно",
        "завтра",
        "сегодня",
        "также",
    ];
    let t = clause.tokens;
    let plural = ["м", "мся"].iter().any(|e| t.word(at).ends_with(e));
    let wanted = if plural { Tags::WE } else { Tags::I };
    let mut before = at;
    while before > clause.at.start && t.is(before - 1, BETWEEN) {
        before -= 1;
    }
    before > clause.at.start && t.tags(before - 1).any(wanted)
}

/// «беру на личный контроль», «на моём контроле».
fn is_control(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    let mine = clause.has(Tags::MY | Tags::PERSONAL)
        || clause.at.clone().any(|i| t.is(i, &["беру", "возьму", "взял", "взяла", "держу"]));
    mine && clause
        .at
        .clone()
        .any(|i| t.tags(i).any(Tags::CONTROL) && (clause.at.start..i).any(|b| t.is(b, &["на", "под"])))
}

fn predicate(clause: &Clause<'_>, at: usize, needs: Needs, subject: bool) -> Predicate {
    let t = clause.tokens;
    let word = t.word(at);
    let tags = t.tags(at);
    let first = tags.any(Tags::WILL_DO | Tags::DO_NOW | Tags::TRY | Tags::PLEDGE | Tags::GUESS | Tags::PLAN)
        || clause.has(Tags::I | Tags::WE);
    let plural = clause.has(Tags::WE) || (first && (word.ends_with('м') || word.ends_with("мся")));
    let actor = match (first, plural) {
        (true, false) => Actor::Me,
        (true, true) => Actor::We,
        _ => Actor::Ours,
    };
    // «буду следить», «обещаю позвонить»: the act is the other verb's.
    let infinitive = || {
        (at + 1..clause.at.end.min(at + 5))
            .map(|i| t.word(i))
            .find(|w| is_infinitive(w))
            .map_or(Tags::NONE, act_of_infinitive)
    };
    let act_tags = if tags.any(Tags::CONTACT | Tags::CHECK) { tags } else { infinitive() };
    let act = if act_tags.any(Tags::CONTACT) {
        Act::Contact
    } else if act_tags.any(Tags::CHECK) {
        Act::Check
    } else {
        Act::Do
    };
    let own = clause.has(Tags::PERSONAL)
        || clause.at.clone().any(|i| t.is(i, &["контроль", "контролем"]) && is_control(clause));
    let personal = actor == Actor::Me && own && act != Act::Do || is_control(clause);
    Predicate { at, actor, act, needs, personal, subject }
}

fn act_of_infinitive(word: &str) -> Tags {
    const CONTACT: &[&str] = &["звон", "писа", "ответ", "сообщ", "связа", "рассказ", "инфор", "держать", "уведом"];
    const CHECK: &[&str] = &["провер", "контрол", "след", "разобра", "выясн", "уточн", "разбират", "заня"];
    let has = |stems: &[&str]| stems.iter().any(|s| word.contains(s));
    match (has(CONTACT), has(CHECK)) {
        (true, _) => Tags::CONTACT,
        (_, true) => Tags::CHECK,
        _ => Tags::NONE,
    }
}

/// The tags of a word that opens a clause here.
pub(super) fn opener(tokens: &Tokens<'_>, at: usize, is_first: bool) -> Option<Tags> {
    let tags = tokens.tags(at);
    let next = |words: &[&str]| tokens.is(at + 1, words);
    if tags.any(Tags::IF) {
        // «в случае задержки», «при условии, что»; «даже если» is no condition.
        let is_phrase = !tokens.is(at, &["случае", "условии"]) || (at > 0 && tokens.is(at - 1, &["в", "при"]));
        return (is_phrase && !(at > 0 && tokens.tags(at - 1).any(Tags::EVEN))).then_some(Tags::IF);
    }
    if tokens.is(at, &["только"]) {
        // «как только»; «как только сможем» is only vague.
        let can = (at + 1..at + 3).any(|i| tokens.is(i, &["сможем", "смогу", "можно", "возможно"]));
        return (at > 0 && tokens.is(at - 1, &["как"]) && !can).then_some(Tags::WHEN);
    }
    if tokens.is(at, &["после"]) && tokens.is(at + 1, &["того"]) && tokens.is(at + 2, &["как"]) {
        return Some(Tags::WHEN);
    }
    if tags.any(Tags::WHICH) || tokens.word(at).starts_with("котор") {
        return Some(Tags::WHICH);
    }
    if !is_first {
        return None;
    }
    if tokens.is(at, &["так"]) {
        return next(&["как"]).then_some(Tags::BECAUSE);
    }
    if tokens.is(at, &["как"]) {
        let is_manner = next(&["только", "можно", "и", "правило", "минимум", "раз"]);
        return (!is_manner && at > 0).then_some(Tags::WHAT);
    }
    if tokens.is(at, &["что"]) {
        return Some(Tags::THAT);
    }
    [Tags::WHEN, Tags::SO_THAT, Tags::BECAUSE, Tags::WHAT].into_iter().find(|t| tags.any(*t))
}
