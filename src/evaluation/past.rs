//! The earlier letters of a batch: for each record the others of its `template_group`, and its own `earlier_replies`.
//!
//! Not its duty: comparing (`letter`).

use std::collections::BTreeMap;

use super::LetterRecord;
use crate::letter::{Archive, Earlier, Past, Phrasebook};

/// What every letter of a batch is compared with.
#[derive(Debug, Default)]
pub struct Pasts {
    groups: BTreeMap<String, Archive>,
    records: Vec<Own>,
}

/// One record's place in its group, and the replies that it brings along.
#[derive(Debug, Default)]
struct Own {
    group: Option<(String, usize)>,
    replies: Option<Archive>,
}

impl Pasts {
    /// Takes in all letters of the batch; each is read once.
    pub fn of(records: &[LetterRecord]) -> Self {
        let books: Vec<Phrasebook> = Phrasebook::languages().map(|lang| Phrasebook::load(lang, &[]).0).collect();
        let empty = Archive::new(&books);
        let mut pasts = Self::default();
        for record in records {
            let public = record.is_public();
            let earlier = |text| Earlier { public, text, ..Earlier::default() };
            let group = record.template_group.as_ref().map(|name| {
                let archive = pasts.groups.entry(name.clone()).or_insert_with(|| empty.beside());
                (name.clone(), archive.add(&earlier(&record.reply)))
            });
            let replies = (!record.context.earlier_replies.is_empty()).then(|| {
                let mut archive = empty.beside();
                record.context.earlier_replies.iter().for_each(|text| _ = archive.add(&earlier(text)));
                archive
            });
            pasts.records.push(Own { group, replies });
        }
        pasts
    }

    /// The past of one record, by its place in the batch.
    pub fn of_record(&self, index: usize) -> Vec<Past<'_>> {
        let Some(own) = self.records.get(index) else { return Vec::new() };
        let group = own.group.as_ref().and_then(|(name, number)| {
            let archive = self.groups.get(name)?;
            Some(Past { except: Some(*number), ..Past::new(archive) })
        });
        group.into_iter().chain(own.replies.as_ref().map(Past::new)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::Rules;

    fn record(reply: &str, group: Option<&str>, earlier: &[&str]) -> LetterRecord {
        let mut record = LetterRecord {
            lang: "ru".to_owned(),
            reply: reply.to_owned(),
            template_group: group.map(str::to_owned),
            ..LetterRecord::default()
        };
        record.context.earlier_replies = earlier.iter().map(|text| (*text).to_owned()).collect();
        record
    }

    #[test]
    fn letters_of_a_group_and_earlier_replies_are_compared() {
        let copy = "Уважаемый клиент! Ваше обращение принято и будет рассмотрено специалистом в ближайшее время, просим Вас \
                    ожидать ответа и не создавать повторных обращений.";
        let other = "Мария Ивановна, курьер застрял на мосту, поэтому чайник приедет завтра до двух. Вечером я позвоню и \
                     спрошу, цел ли носик, он у этой модели хрупкий.";
        let records = [
            record(copy, Some("a"), &[]),
            record(other, Some("a"), &[]),
            record(copy, Some("a"), &[]),
            record(copy, Some("b"), &[]),
            record(copy, None, &[other, copy]),
            record(copy, None, &[]),
        ];
        let pasts = Pasts::of(&records);
        let is_copy = |index: usize| {
            let found = records[index].check(Rules::shipped(), &pasts.of_record(index), None);
            found.iter().any(|f| f.rule() == "template_like" && f.twin.is_some())
        };
        assert_eq!((0..6).map(is_copy).collect::<Vec<_>>(), [true, false, true, false, true, false]);
    }
}
