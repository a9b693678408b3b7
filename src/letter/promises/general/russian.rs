//! Russian clauses without a verb that the lists know.

use super::{Kind, Words, words};
use crate::letter::promises::dates;
use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::Clause;
use crate::letter::promises::russian::is_taken;
use crate::letter::promises::span::as_said;

/// What the customer is going to have.
const GETS: &[&str] =
    &["получите", "увидите", "услышите", "узнаете", "заберете", "найдете", "обнаружите", "почувствуете"];
/// Nouns that end like a second person.
static NOT_YOURS: Words = Words::new(|| {
    words(
        "пакете интернете кабинете билете ответе совете буфете бюджете комитете макете свете чеките предмете сюжете \
     портрете секрете туалете банкете паркете лифте счете отчете расчете магните кредите транзите визите элите защите \
     лимите приорите орбите санузле",
    )
});
/// Nouns and other words that end like a past.
static NOT_PAST: Words = Words::new(|| {
    words(
        "стол стола дела дело школа число числа мебели деталь если или модели тепло начала начало сила силы стекло стекла \
     зеркало зеркала правило правила масло масла тело тела зал зала пол пола угол угла узел узла отдел отдела раздел \
     материал материала журнал журнала канал канала сигнал сигнала персонал персонала филиал филиала сначала квартал \
     квартала металл металла около вокзал вокзала сервал портал портала чехол чехла котел котла посла посол кабели \
     двери цели недели неделя капли земли мастила мыло мыла одеяло одеяла покрывало покрывала терминал терминала \
     оригинал оригинала бокал футболе прокол протокол протокола вдоль стул стула модуль вестибюль мало немало село \
     села весла крыла крыло перила ванили тыл чертила интервал интервала минерал потенциал арсенал подвал подвала \
     провал перевал обвал навал кисель отель кабель панели туннели пыли соли боли роли доли воли скул акул мускул \
     аула караул караула титул формула школе балл балла волокла юла пила жила светила удила белила чернила могила \
     кобыла горилла вилла шкала скала похвала халва зола смола пчела метла игла мгла свекла коли ежели нежели вдали \
     издали только ли тюль гель дуэль",
    )
});
/// What lasts or is a rule of the house, whenever it is said.
static LASTING: Words = Words::new(|| {
    words(
        "платный платная платно платные останется останутся заседает заседают есть займет займут гаснет значится числится работает работают работаем действует действуют длится длятся открыт открыта открыто открыты закрыт закрыта \
     закрыто закрыты занимает проводится проводятся истекает истекают кончается кончаются ждем ждет ждут \
     жду приглашаем принимаем принимает принимают хранится хранятся собирается начисляются начисляется выдается \
     выдаются обслуживаем обслуживает ходит ходят курсирует требуется требуются доступен доступна доступно доступны \
     бывает бывают является являются остается зависит составляет составляют существует предлагает предлагают желаем \
     поздравляем празднует празднуем отмечаем отмечает исполняется совпадает приходится относится платится платят \
     оплачивается отдыхаем отдыхает отсутствует отсутствую находится находятся живет живут нужен нужна нужны годен \
     годна срочный едете летите закрывается закрываются открывается открываются понимаю понимаем \
      вижу видим прошу просим благодарю благодарим предупреждаю напоминаю напоминаем заканчивается \
     заканчиваются начинается каникулы выходной праздник минимум сегодняшний",
    )
});
static MODAL: Words = Words::new(|| {
    words(
        "бы б можно нужно надо необходимо нельзя следует придется пришлось вправе обязаны обязан желательно достаточно \
     стоило хотите хочет хотят сможет смогут предстоит полагается положено хочется пора лучше разрешается запрещено \
     возможен возможна возможно",
    )
});
static SAYS: Words = Words::new(|| {
    words(
        "говорит говорят пишет пишут утверждает утверждают обещает обещают уверяет уверяют считает считают думает думают \
     сообщает написано сказано указано прогноз прогнозу словам данным заявляет заявляют",
    )
});
/// Things and journeys of the customer's.
static CUSTOMERS: Words = Words::new(|| {
    words(
        "отпуск рейс поезд отъезд экзамен вылет суд праздник свадьба юбилей рождения операция договор договора аренда \
     аренды гарантия подписка полис годовщина сессия переезд командировка самолет виза автобус теплоход паспорт \
     абонемент",
    )
});
/// Words that only open what is no promise.
const POLITE: &[&str] =
    &["спасибо", "благодарность", "извините", "простите", "поздравления", "привет", "увидимся", "встретимся"];

pub(super) fn kind(clause: &Clause<'_>) -> Kind {
    let t = clause.tokens;
    let start = clause.at.start;
    let mut acts = false;
    let mut denied = false;
    let starts = |words: &[&str], next: &[&str]| t.is(start, words) && t.is(start + 1, next);
    if clause.is_general()
        || clause.has_stranger()
        || starts(&["как", "по"], &["правило", "правилам", "правилу", "регламенту", "закону", "договору"])
        || starts(
            &["после", "при", "по"],
            &[
                "получения",
                "вашего",
                "вашей",
                "ваших",
                "подтверждения",
                "оплаты",
                "оплате",
                "получении",
                "предъявлении",
            ],
        )
    {
        return Kind::Other;
    }
    for at in clause.at.clone() {
        let word = t.word(at);
        let tags = t.tags(at);
        let dated = clause.date(at).is_some();
        if word.is_empty() || is_name(clause, at) {
            continue;
        }
        if tags.any(Tags::ASK) || is_imperative(word) && !dated {
            return Kind::Asks;
        }
        if tags.any(Tags::SAID) || SAYS.contains(word) {
            return if as_said(t, &clause.at) { Kind::Inner } else { Kind::Says };
        }
        let is_you = tags.any(Tags::YOU) && !clause.at.clone().any(|i| t.is(i, GETS));
        let yours = t.is(at, &["ваш", "ваша", "ваше", "вашего", "вашей", "у"])
            && (at + 1..clause.at.end.min(at + 4)).any(|i| CUSTOMERS.contains(t.word(i)));
        // «Двадцать минут — и столик накрыт»
        let is_result = start > 1
            && t.is(start - 1, &["и"])
            && t.mark(start - 2).is_some()
            && t.date(start.wrapping_sub(3)).is_some();
        let is_done = !is_result
            && !clause.has(Tags::WILL | Tags::WILL_DO | Tags::WILL_BE_DONE)
            && !t.is(at + 1, &["на", "будет", "будут"])
            && is_short_participle(word);
        if is_you
            || yours
            || is_done
            || is_second_person(word) && !t.is(at, GETS) && !dated
            || is_past(word) && !dated
            || tags.any(Tags::HOPE | Tags::CAN | Tags::EMPTY)
            || t.is(at, &["стоит", "стоят"]) && t.number(at + 1).is_some()
            || MODAL.contains(word)
            || LASTING.contains(word)
            || t.is(at, POLITE)
            || t.is(at, &["пишу"]) && dates::are_today(clause.dates)
        {
            return Kind::Other;
        }
        denied |= t.is(at, &["не", "нет"]) && !t.is(at + 1, &["позднее", "позже", "пройдет", "четверти", "очереди"]);
        acts |= !dated
            && (tags.any(
                Tags::VERB
                    | Tags::WILL
                    | Tags::WILL_DO
                    | Tags::WILL_BE_DONE
                    | Tags::DO_NOW
                    | Tags::IS_DONE_NOW
                    | Tags::GUESS
                    | Tags::SHOULD
                    | Tags::READY,
            ) || is_present(word));
    }
    let no_more = clause.at.clone().any(|i| t.is(i, &["больше", "более", "ни", "никто", "ничего"]));
    match (denied && !no_more, acts) {
        (true, _) => Kind::Other,
        (_, true) => Kind::Acts,
        _ => Kind::Names,
    }
}

/// A name within the clause: «Павел» is no past, «Светлана» no participle.
fn is_name(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    let is_written = t.is_capital(at) && t.written(at).chars().nth(1).is_some_and(char::is_lowercase);
    at > clause.at.start
        && is_written
        && clause.date(at).is_none()
        && (is_past(t.word(at)) || is_short_participle(t.word(at)))
}

/// «пришлёте», «ждите»; «пакете» is none.
pub(super) fn is_second_person(word: &str) -> bool {
    const SHORTEST: usize = 5;
    let is_form = ["ете", "ите", "етесь", "итесь"].iter().any(|e| word.ends_with(e));
    is_form && word.chars().count() >= SHORTEST && !NOT_YOURS.contains(word)
}

fn is_imperative(word: &str) -> bool {
    ["йте", "йтесь", "ьте", "ьтесь"].iter().any(|e| word.ends_with(e) && word.len() > e.len() + 2)
        && !["лифте"].contains(&word)
}

/// «приехал», «забрали», «вернулась».
fn is_past(word: &str) -> bool {
    const SHORTEST: usize = 4;
    let stem = word.strip_suffix("ся").or_else(|| word.strip_suffix("сь")).unwrap_or(word);
    let before_l = stem
        .strip_suffix("ла")
        .or_else(|| stem.strip_suffix("ло"))
        .or_else(|| stem.strip_suffix("ли"))
        .or_else(|| stem.strip_suffix('л'));
    let is_form = before_l
        .is_some_and(|b| b.ends_with(['а', 'е', 'и', 'о', 'у', 'ы', 'я', 'с', 'з', 'г', 'к', 'х', 'б', 'р', 'ш']));
    is_form && word.chars().count() >= SHORTEST && !NOT_PAST.contains(word)
        || [
            "был",
            "смог",
            "помог",
            "истек",
            "вышел",
            "принес",
            "привез",
            "увез",
            "вывез",
            "отвез",
            "завез",
            "унес",
            "внес",
            "шли",
            "шла",
        ]
        .contains(&word)
}

/// «выдана», «назначен»; «замена» is none.
fn is_short_participle(word: &str) -> bool {
    static NOUNS: Words = Words::new(|| {
        words(
            "взамен замена смена отмена измена цена стена сцена страна охрана рана экрана экран план плана роман кран крана стакан \
             диван дивана ресторан ресторана магазин ванна ванны страны цены смены замены отмены стены полотно окно ткани \
             кабан туман обман карман кармана океан вулкан чемодан чемодана фонтан фонтана капитан капитана ветеран член \
             члена племена имена времена семена объект пригород размен обмен обмена ящен оттена болен болена должен должна \
             должно должны нужен объята понята прият приятно занят занято опята ребята цыплята площадок напротив обязательно \
             платы палаты санаторно рано странно стабильно мандарин заслуженно одновременно временно немедленно особенно \
             постепенно медленно своевременно ежедневно несомненно обыкновенно качественно общественно собственно искренно \
             безвременно именно отдельно постоянно осознанно неустанно бездна бесстранно сопрано дано рвано бананы бутаны",
        )
    });
    const SHORTEST: usize = 4;
    if word.chars().count() < SHORTEST || NOUNS.contains(word) {
        return false;
    }
    ["ен", "ена", "ено", "ены", "ан", "ана", "ано", "аны", "ыт", "ыта", "ыто", "ыты"].iter().any(|e| word.ends_with(e))
        || is_taken(word)
}

/// A finite form of a verb in the present that the lexicon does not tag: «красим», «везёт», «поднимут».
fn is_present(word: &str) -> bool {
    const SHORTEST: usize = 5;
    const NOUNS: &[&str] =
        &["шим", "щим", "ким", "гим", "хим", "ним", "ьим", "вым", "ным", "лем", "нием", "тием", "цем", "рем"];
    let is_ours = ["ем", "им"].iter().any(|e| word.ends_with(e)) && !NOUNS.iter().any(|e| word.ends_with(e));
    is_third_person(word) || is_ours && word.chars().count() >= SHORTEST || is_mine(word)
}

/// «перебронирую», «актуализирую».
fn is_mine(word: &str) -> bool {
    const SHORTEST: usize = 8;
    word.ends_with("рую") && word.chars().count() >= SHORTEST
}

/// An unknown verb of ours: «оштукатурим».
pub(super) fn is_first_person(word: &str) -> bool {
    is_mine(word) || is_present(word) && !is_third_person(word)
}

/// «опишет», «поднимут», «возвращаются»; «ответ» is none.
pub(in crate::letter::promises) fn is_third_person(word: &str) -> bool {
    const SHORTEST: usize = 5;
    static NOUNS: Words = Words::new(|| {
        words(
            "ответ совет билет бюджет пакет паркет предмет портрет секрет туалет банкет кабинет интернет буклет браслет \
             комплект расчет отчет счет кредит визит лимит аудит дефицит маршрут институт минут диабет приоритет комитет \
             университет факультет этикет эстафет макет зачет учет подсчет просвет привет букет рассвет цвет самолет полет \
             вылет прилет балет квартет магнит гранит транзит уют приют салют дебют брат формат аппарат результат сертификат \
             мандат дубликат халат салат автомат возврат адвокат плакат банкомат клиент перерасчет перелет вычет ущерб ребят \
             опыт быт лет затрат палат плат зарплат утрат закат прокат препарат термостат сальдо депозит реквизит гарнитур \
             табурет жакет жилет корсет лазарет нет ракет анкет котлет газет сигарет конфет билет монет планет диет карет",
        )
    });
    let is_form = ["ет", "ит", "ут", "ют", "ат", "ят", "ется", "ится", "утся", "ются", "атся", "ятся"]
        .iter()
        .any(|e| word.ends_with(e));
    is_form && word.chars().count() >= SHORTEST && !NOUNS.contains(word)
}
