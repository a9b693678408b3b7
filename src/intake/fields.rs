//! Records with named fields (JSON lines, CSV) into cases: which name means what, in three languages.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::Timestamp;

use super::{Options, parse_date, person_name, sha256_hex};
use crate::model::acts::{NewCase, NewCustomer, NewMessage};
use crate::model::{Channel, Contact, Lang, MessageKind};
use crate::text::{detect_language, fold, safe_line};

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Id,
    Customer,
    Email,
    Phone,
    Vip,
    Subject,
    Body,
    Channel,
    Received,
    Written,
    Language,
    Public,
    Link,
    Rating,
    Product,
    Company,
    Reply,
    Replied,
    Wish,
    Harm,
    Moves,
    Tags,
}

use Field::{
    Body, Channel as ChannelField, Company, Customer, Email, Harm, Id, Language, Link, Moves, Phone, Product, Public,
    Rating, Received, Replied, Reply, Subject, Tags, Vip, Wish, Written,
};

/// Names of columns, folded (lower case, without diacritics). The first one is the name in `--map`.
const NAMES: &[(Field, &[&str])] = &[
    (Id, &["id", "external_id", "number", "no", "nr", "номер", "№", "номер обращения", "numar"]),
    (
        Customer,
        &[
            "customer",
            "customer_name",
            "name",
            "client",
            "author",
            "full name",
            "reviewer",
            "имя",
            "фио",
            "клиент",
            "автор",
            "покупатель",
            "заявитель",
            "имя клиента",
            "nume",
            "numele",
            "nume client",
            "autor",
        ],
    ),
    (
        Email,
        &[
            "email",
            "e-mail",
            "mail",
            "email address",
            "почта",
            "эл. почта",
            "электронная почта",
            "адрес почты",
            "posta electronica",
        ],
    ),
    (
        Phone,
        &["phone", "phone number", "telephone", "tel", "mobile", "телефон", "тел", "тел.", "номер телефона", "telefon"],
    ),
    (Vip, &["vip"]),
    (Subject, &["subject", "title", "topic", "headline", "тема", "заголовок", "subiect", "titlu"]),
    (
        Body,
        &[
            "body",
            "text",
            "message",
            "complaint",
            "review",
            "content",
            "description",
            "comment",
            "narrative",
            "текст",
            "сообщение",
            "жалоба",
            "отзыв",
            "обращение",
            "текст обращения",
            "текст отзыва",
            "комментарий",
            "описание",
            "mesaj",
            "continut",
            "reclamatie",
            "reclamatia",
            "plangere",
            "recenzie",
            "descriere",
            "comentariu",
        ],
    ),
    (ChannelField, &["channel", "канал", "откуда", "canal"]),
    (
        Received,
        &[
            "received",
            "received_at",
            "date",
            "created",
            "created_at",
            "date received",
            "дата",
            "получено",
            "дата получения",
            "дата обращения",
            "создано",
            "data",
            "primit",
            "data primirii",
            "creat",
        ],
    ),
    (Written, &["written", "written_at", "написано", "дата письма", "дата написания", "scris", "data scrisorii"]),
    (Language, &["language", "lang", "язык", "limba"]),
    (Public, &["public", "is_public", "публично", "публичный", "открытый"]),
    (Link, &["link", "url", "public_link", "ссылка", "адрес страницы", "legatura"]),
    (Rating, &["rating", "stars", "score", "оценка", "звезды", "рейтинг", "nota", "stele"]),
    (Product, &["product", "товар", "продукт", "услуга", "produs", "serviciu"]),
    (Company, &["company", "brand", "компания", "организация", "companie", "firma"]),
    (
        Reply,
        &["reply", "company_reply", "response", "answer", "ответ", "ответ компании", "raspuns", "raspunsul companiei"],
    ),
    (Replied, &["replied", "replied_at", "reply date", "дата ответа", "отвечено", "data raspunsului"]),
    (
        Wish,
        &[
            "wish",
            "wished_outcome",
            "desired outcome",
            "чего хочет",
            "требование",
            "пожелание",
            "solicitare",
            "dorinta",
        ],
    ),
    (Harm, &["harm", "damage", "ущерб", "чем обернулось", "prejudiciu"]),
    (Moves, &["moves", "transfers", "переводов", "переадресаций", "transferuri"]),
    (Tags, &["tags", "labels", "метки", "теги", "etichete"]),
];

impl Field {
    /// What a column of this name holds, if the name is known.
    fn from_name(name: &str) -> Option<Self> {
        static KNOWN: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
            NAMES.iter().flat_map(|(field, names)| names.iter().map(|name| (folded(name), *field))).collect()
        });
        KNOWN.get(&folded(name)).copied()
    }
}

fn folded(name: &str) -> String {
    fold(name.trim()).replace(['_', '-'], " ")
}

/// Columns that the person who imports named himself: `customer=Имя,body=Текст жалобы`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap(Vec<(Field, String)>);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnMapError {
    #[error("«{0}» is not of the form field=column")]
    Form(String),
    #[error("«{0}» is no field; fields are {fields}", fields = field_names())]
    Unknown(String),
}

fn field_names() -> String {
    NAMES.iter().map(|(_, names)| names[0]).collect::<Vec<_>>().join(", ")
}

impl FromStr for ColumnMap {
    type Err = ColumnMapError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(',')
            .map(|pair| {
                let (field, column) = pair.split_once('=').ok_or_else(|| ColumnMapError::Form(pair.to_owned()))?;
                let field = Field::from_name(field).ok_or_else(|| ColumnMapError::Unknown(field.trim().to_owned()))?;
                Ok((field, column.trim().to_owned()))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl ColumnMap {
    /// What the column holds: as mapped, or by its name unless another column was mapped to that.
    pub fn field(&self, column: &str) -> Option<Field> {
        let own = folded(column);
        if let Some((field, _)) = self.0.iter().find(|(_, mapped)| folded(mapped) == own) {
            return Some(*field);
        }
        Field::from_name(column).filter(|field| self.0.iter().all(|(mapped, _)| mapped != field))
    }
}

/// A record whose columns are known. Of several columns for one field the first with a value counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flat(BTreeMap<Field, String>);

impl Flat {
    pub fn set(&mut self, field: Field, value: &str) {
        if !value.trim().is_empty() {
            self.0.entry(field).or_insert_with(|| value.to_owned());
        }
    }

    fn get(&self, field: Field) -> &str {
        self.0.get(&field).map_or("", |value| value.trim())
    }

    fn line(&self, field: Field) -> String {
        safe_line(self.get(field)).into_owned()
    }

    fn is_true(&self, field: Field) -> Option<bool> {
        match fold(self.get(field)).as_str() {
            "" => None,
            word => Some(matches!(word, "true" | "1" | "yes" | "y" | "да" | "da" | "+" | "x")),
        }
    }

    /// The case of the record. `source` is where ids are unique.
    ///
    /// # Errors
    /// Why it is none, in words for the report.
    pub fn into_case(self, source: &str, options: &Options) -> Result<NewCase, String> {
        let body = self.0.get(&Body).map(|body| body.trim().to_owned()).unwrap_or_default();
        let subject = self.line(Subject);
        if body.is_empty() && subject.is_empty() {
            return Err("has no text".to_owned());
        }
        let date = |field| match self.get(field) {
            "" => Ok(None),
            text => parse_date(text, &options.zone)
                .map(Some)
                .ok_or_else(|| format!("has an unknown date in «{}»", name(field))),
        };
        let (received_at, written_at, replied_at) = (date(Received)?, date(Written)?, date(Replied)?);
        let channel = match self.get(ChannelField) {
            "" => Channel::WebForm,
            word => Channel::from_source(&safe_line(word)),
        };
        let is_public = self.is_true(Public).unwrap_or_else(|| channel.is_public());
        let id = match self.get(Id) {
            "" => self.content_hash(),
            id => safe_line(id).into_owned(),
        };
        let said = (!self.get(Language).is_empty()).then(|| Lang::new(&fold(self.get(Language))));
        let language = said.or_else(|| options.language.clone()).or_else(|| detect_language(&body).map(Lang::new));
        let mut messages = vec![self.complaint(&body, &subject, &id, written_at, received_at)];
        messages.extend(self.reply(is_public, &id, replied_at.or(received_at)));
        Ok(NewCase {
            customer: self.customer(is_public),
            channel,
            source: source.to_owned(),
            subject,
            language,
            messages,
            is_public: Some(is_public),
            public_link: Some(self.line(Link)).filter(|link| !link.is_empty()),
            moves: self.get(Moves).parse().unwrap_or(0),
            deadline: None,
            harm: self.get(Harm).to_owned(),
            wished_outcome: self.get(Wish).to_owned(),
            tags: self.tags(),
            external_id: Some(id),
        })
    }

    fn complaint(
        &self,
        body: &str,
        subject: &str,
        id: &str,
        written_at: Option<Timestamp>,
        at: Option<Timestamp>,
    ) -> NewMessage {
        NewMessage {
            kind: MessageKind::Inbound,
            author: self.line(Customer),
            subject: subject.to_owned(),
            body: if body.is_empty() { subject.to_owned() } else { body.to_owned() },
            written_at,
            at,
            external_id: Some(id.to_owned()),
            in_reply_to: None,
            attachments: vec![],
            original: None,
        }
    }

    /// What the company answered in its time.
    fn reply(&self, is_public: bool, id: &str, at: Option<Timestamp>) -> Option<NewMessage> {
        let body = self.get(Reply);
        (!body.is_empty()).then(|| NewMessage {
            kind: if is_public { MessageKind::PublicReply } else { MessageKind::Reply },
            author: self.line(Company),
            subject: String::new(),
            body: body.to_owned(),
            written_at: None,
            at,
            external_id: Some(format!("{id}#reply")),
            in_reply_to: Some(id.to_owned()),
            attachments: vec![],
            original: None,
        })
    }

    fn customer(&self, is_public: bool) -> NewCustomer {
        let contact = |channel, field| {
            let address = self.line(field);
            (!address.is_empty()).then_some(Contact { channel, address })
        };
        let email = contact(Channel::Email, Email)
            .map(|contact| Contact { address: contact.address.to_lowercase(), ..contact });
        NewCustomer {
            name: person_name(&self.line(Customer), is_public),
            contacts: email.into_iter().chain(contact(Channel::Phone, Phone)).collect(),
            vip: self.is_true(Vip).unwrap_or(false),
            ..NewCustomer::default()
        }
    }

    /// What has no field of its own in a case stays findable as a tag.
    fn tags(&self) -> Vec<String> {
        let own = self.line(Tags);
        let own = own.split([',', ';']).map(|tag| tag.trim().to_owned());
        let rating =
            Some(self.line(Rating)).filter(|rating| !rating.is_empty()).map(|rating| format!("rating {rating}"));
        own.chain([self.line(Company), self.line(Product)]).chain(rating).filter(|tag| !tag.is_empty()).collect()
    }

    fn content_hash(&self) -> String {
        let content: Vec<String> = self.0.iter().map(|(field, value)| format!("{}\0{value}", name(*field))).collect();
        format!("sha256:{}", sha256_hex(content.join("\0\0").as_bytes()))
    }
}

fn name(field: Field) -> &'static str {
    NAMES.iter().find(|(own, _)| *own == field).map_or("", |(_, names)| names[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(fields: &[(Field, &str)]) -> Flat {
        let mut flat = Flat::default();
        for (field, value) in fields {
            flat.set(*field, value);
        }
        flat
    }

    fn case(fields: &[(Field, &str)]) -> NewCase {
        flat(fields).into_case("shop", &Options::default()).unwrap()
    }

    #[test]
    fn columns_are_known_by_name_in_three_languages() {
        let map = ColumnMap::default();
        for (column, field) in [
            ("Customer Name", Customer),
            ("ФИО", Customer),
            ("Текст обращения", Body),
            ("Conținut", Body),
            ("Reclamaţie", Body),
            (" E-Mail ", Email),
            ("Дата обращения", Received),
            ("Answer", Reply),
            ("is_public", Public),
            ("Звёзды", Rating),
        ] {
            assert_eq!(map.field(column), Some(field), "{column}");
        }
        assert_eq!(map.field("licence"), None);
    }

    #[test]
    fn every_name_means_one_field_only() {
        let mut seen = std::collections::HashMap::new();
        for (field, names) in NAMES {
            for name in *names {
                assert_eq!(seen.insert(folded(name), *field), None, "{name}");
            }
        }
    }

    #[test]
    fn a_mapped_column_takes_the_place_of_the_known_one() {
        let map: ColumnMap = "body=Что случилось,customer=Кто".parse().unwrap();
        assert_eq!(map.field("что случилось"), Some(Body));
        assert_eq!(map.field("text"), None);
        assert_eq!(map.field("email"), Some(Email));
        assert_eq!("body".parse::<ColumnMap>(), Err(ColumnMapError::Form("body".into())));
        assert_eq!("pet=Кот".parse::<ColumnMap>(), Err(ColumnMapError::Unknown("pet".into())));
    }

    #[test]
    fn a_record_becomes_a_case() {
        let case = case(&[
            (Id, "17"),
            (Customer, "Кузнецова Мария Ивановна"),
            (Email, "Maria@Example.org"),
            (Phone, "+7 495 000-00-00"),
            (Body, "Утюг искрит. Прошу заменить."),
            (Received, "14.03.2026 10:00"),
            (Written, "10.03.2026"),
            (Wish, "замена"),
            (Moves, "2"),
            (Vip, "да"),
            (Tags, "утюг, гарантия"),
        ]);
        assert_eq!(case.customer.name.patronymic, "Ивановна");
        assert_eq!(case.customer.contacts[0].address, "maria@example.org");
        assert_eq!((case.moves, case.customer.vip), (2, true));
        assert_eq!((case.wished_outcome.as_str(), case.tags.len()), ("замена", 2));
        assert_eq!(case.language, Some(Lang::new("ru")));
        // R91
        assert_eq!(case.messages[0].written_at.unwrap().to_string(), "2026-03-10T00:00:00Z");
        assert_eq!(case.messages[0].at.unwrap().to_string(), "2026-03-14T10:00:00Z");
    }

    #[test]
    fn an_answer_of_old_comes_with_it() {
        let public = case(&[(Id, "1"), (Body, "Плохо"), (ChannelField, "public review"), (Reply, "Простите")]);
        assert_eq!((public.is_public, public.messages[1].kind.clone()), (Some(true), MessageKind::PublicReply));
        let private = case(&[(Id, "1"), (Body, "Плохо"), (Reply, "Простите")]);
        assert_eq!((private.is_public, private.messages[1].kind.clone()), (Some(false), MessageKind::Reply));
    }

    #[test]
    fn a_record_without_an_id_is_named_by_its_content() {
        let [one, same, other] = ["Плохо", "Плохо", "Хуже"].map(|body| case(&[(Body, body)]).external_id.unwrap());
        assert_eq!(one, same);
        assert_ne!(one, other);
    }

    #[test]
    fn a_record_without_text_or_with_an_unknown_date_says_so() {
        let why = |fields: &[(Field, &str)]| flat(fields).into_case("shop", &Options::default()).unwrap_err();
        assert_eq!(why(&[(Id, "1"), (Body, "  ")]), "has no text");
        assert_eq!(why(&[(Body, "Плохо"), (Received, "yesterday")]), "has an unknown date in «received»");
    }
}
