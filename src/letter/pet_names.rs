//! Short and fond forms of given names, so that «Виктория» is no stranger to a card that says «Вика».
//!
//! Not its duty: forms that are the beginning of the name ("Alex"), cases (`check::names`, `petrovich`).

/// A line a person may be called by: the fond forms, a colon, the names they are made of. Folded.
const PET_NAMES: &str = "\
саша шура саня шурик: александр александра
леша алеша: алексей
толя: анатолий
андрюша: андрей
тоша антоша: антон
аркаша: аркадий
аня нюра анюта ася: анна
ася настя: анастасия
тоня: антонина
боря: борис
вадик: вадим
валя: валентин валентина
валера лера: валерий валерия
вася: василий василиса
ника: вероника
витя: виктор
вика: виктория
виталик: виталий
вова володя: владимир
слава: вячеслав владислав станислав ярослав
сева: всеволод
галя: галина
гена: геннадий
гоша жора егор: георгий
гриша: григорий
даша: дарья дария
дима митя: дмитрий
женя: евгений евгения
катя: екатерина
лена алена: елена
лиза: елизавета
ваня: иван
гарик: игорь
илюша: илья
ира: ирина арина
костя: константин
ксюша: ксения
лара: лариса
лева: лев
люба: любовь
люда мила: людмила
макс: максим
рита: маргарита
маша маруся маня: мария марья
мотя: матвей
миша: михаил
надя: надежда
наташа: наталья наталия
наталия: наталья
коля: николай
оля: ольга
паша: павел
петя: петр
поля: полина
рая: раиса
рома: роман
света: светлана
сережа: сергей
соня: софия софья
софия: софья
стас: станислав
степа: степан
тома: тамара
таня: татьяна
тима: тимофей тимур
федя: федор
эля: эльвира элеонора
юля: юлия
юра: юрий
sandy sasha lexie: alexander alexandra
mandy: amanda
andy drew: andrew
tony: anthony
charlie chuck: charles
ted ed eddie ned: edward
liz lizzie beth betty eliza: elizabeth
nell nellie: helen ellen eleanor
harry hal: henry harold
jim jimmy: james
jen jenny: jennifer
jack johnny: john
kate katie kathy cathy kit: katherine catherine kathleen
larry: lawrence laurence
peggy meg maggie: margaret
molly polly: mary
mike mick: michael
pat patty trish: patricia
pat paddy: patrick
becky: rebecca
dick rick: richard
bob rob bobby robbie: robert
steve: stephen steven
sue: susan
terry: terence theresa
vicky: victoria
bill billy will: william
sandu: alexandru
sanda: alexandra
costel costica dinu: constantin
cati: ecaterina
ileana lenuta: elena
gabi: gabriel gabriela
gigi gicu: gheorghe george
nelu ionel: ion ioan
marioara: maria
nicu: nicolae
petrica: petre petru
vali: valentin valentina";

/// The other names of somebody who is called so; the name is given folded.
pub(super) fn other_names(name: &str) -> impl Iterator<Item = &'static str> {
    let lines = PET_NAMES.lines().filter_map(|line| line.split_once(':'));
    lines.flat_map(move |(fond, full)| {
        let is_fond = fond.split(' ').any(|n| n == name);
        let is_full = full.split(' ').any(|n| n == name);
        let others = if is_fond {
            full
        } else if is_full {
            fond
        } else {
            ""
        };
        others.split(' ').filter(|other| !other.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn fond_and_full_names_lead_to_each_other() {
        assert!(other_names("вика").any(|n| n == "виктория"));
        assert!(other_names("виктория").any(|n| n == "вика"));
        assert!(other_names("bill").any(|n| n == "william"));
        assert_eq!(other_names("ярополк").count(), 0);
        assert!(!other_names("александр").any(|n| n == "александра"), "a man is no woman");
    }

    #[test]
    fn the_table_is_folded() {
        assert_eq!(fold(PET_NAMES), PET_NAMES);
    }
}
