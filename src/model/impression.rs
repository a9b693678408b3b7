//! How the customer felt at the start and at the end (R39), and what came of his complaint in two questions: was the
//! result right, and is he satisfied (R40). One does not follow from the other.
//!
//! Not its duty: who may say it (`server`), the customer's opinion in his own words (the thread).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::OperatorId;
use super::words::open_enum;

open_enum!(
    /// How a customer feels, the best first.
    pub enum Mood {
        Pleased = "pleased",
        Calm = "calm",
        Upset = "upset",
        Angry = "angry",
    }
);

open_enum!(
    /// The answer to one of the two questions.
    pub enum Verdict {
        Yes = "yes",
        Partly = "partly",
        No = "no",
    }
);

/// What operators noted of it; each may stay unsaid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Impression {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood_at_start: Option<Mood>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood_at_end: Option<Mood>,
    /// Whether what was done is what had to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right_result: Option<Verdict>,
    /// Whether the customer is content with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<Verdict>,
    /// Who noted something last, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OperatorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
}

/// What is noted anew; absent fields stay as they are, `null` takes one back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SetImpression {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::acts::double_option")]
    #[schema(value_type = Option<Mood>)]
    pub mood_at_start: Option<Option<Mood>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::acts::double_option")]
    #[schema(value_type = Option<Mood>)]
    pub mood_at_end: Option<Option<Mood>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::acts::double_option")]
    #[schema(value_type = Option<Verdict>)]
    pub right_result: Option<Option<Verdict>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::acts::double_option")]
    #[schema(value_type = Option<Verdict>)]
    pub satisfied: Option<Option<Verdict>>,
}

impl SetImpression {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The first word that this version does not know.
    pub fn unknown(&self) -> Option<&str> {
        let moods = [&self.mood_at_start, &self.mood_at_end].into_iter().flatten().flatten();
        fn mood_word(mood: &Mood) -> Option<&str> {
            if let Mood::Other(word) = mood { Some(word) } else { None }
        }
        fn verdict_word(verdict: &Verdict) -> Option<&str> {
            if let Verdict::Other(word) = verdict { Some(word) } else { None }
        }
        let verdicts = [&self.right_result, &self.satisfied].into_iter().flatten().flatten();
        moods.filter_map(mood_word).chain(verdicts.filter_map(verdict_word)).next()
    }
}

impl Impression {
    /// Notes it; what says nothing new changes nothing.
    pub fn note(known: &mut Option<Self>, set: &SetImpression, by: OperatorId, at: Timestamp) {
        let before = known.clone().unwrap_or_default();
        let mut after = before.clone();
        macro_rules! take {
            ($($field:ident),+) => { $(if let Some(said) = &set.$field { after.$field.clone_from(said); })+ };
        }
        take!(mood_at_start, mood_at_end, right_result, satisfied);
        if after != before {
            (after.by, after.at) = (Some(by), Some(at));
            *known = Some(after);
        }
    }

    /// True when nothing is said.
    pub fn is_blank(&self) -> bool {
        let Self { mood_at_start, mood_at_end, right_result, satisfied, .. } = self;
        mood_at_start.is_none() && mood_at_end.is_none() && right_result.is_none() && satisfied.is_none()
    }

    /// How the mood went, when both are known: less when it became better.
    pub fn mood_change(&self) -> Option<std::cmp::Ordering> {
        let place = |mood: &Option<Mood>| Mood::KNOWN.iter().position(|known| Some(known) == mood.as_ref());
        Some(place(&self.mood_at_end)?.cmp(&place(&self.mood_at_start)?))
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;

    const BY: OperatorId = OperatorId(uuid::Uuid::nil());

    #[test]
    fn what_is_absent_stays_and_what_says_nothing_new_changes_nothing() {
        // R39, R40
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut known = None;
        Impression::note(&mut known, &SetImpression::default(), BY, at("2026-03-02T10:00:00Z"));
        assert_eq!(known, None);
        let start = SetImpression { mood_at_start: Some(Some(Mood::Angry)), ..SetImpression::default() };
        Impression::note(&mut known, &start, BY, at("2026-03-02T10:00:00Z"));
        let end: SetImpression =
            serde_json::from_str(r#"{"mood_at_end": "calm", "right_result": "yes", "satisfied": "no"}"#).unwrap();
        Impression::note(&mut known, &end, BY, at("2026-03-03T10:00:00Z"));
        Impression::note(&mut known, &start, BY, at("2026-03-04T10:00:00Z"));
        let noted = known.clone().unwrap();
        assert_eq!((noted.mood_at_start.as_ref(), noted.satisfied.as_ref()), (Some(&Mood::Angry), Some(&Verdict::No)));
        assert_eq!((noted.at, noted.mood_change()), (Some(at("2026-03-03T10:00:00Z")), Some(Ordering::Less)));
        let back: SetImpression = serde_json::from_str(r#"{"satisfied": null}"#).unwrap();
        Impression::note(&mut known, &back, BY, at("2026-03-05T10:00:00Z"));
        assert_eq!(known.unwrap().satisfied, None, "null takes one back");
    }

    #[test]
    fn a_word_of_another_version_is_named() {
        let set: SetImpression = serde_json::from_str(r#"{"mood_at_end": "elated"}"#).unwrap();
        assert_eq!(set.unknown(), Some("elated"));
        assert_eq!(SetImpression::default().unknown(), None);
    }
}
