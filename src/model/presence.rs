//! Who reads and who writes a case right now. A word of the moment: it is never in the feed, and gone within half a minute of
//! silence.

use serde::{Deserialize, Serialize};

use super::{CaseId, OperatorId, open_enum};

open_enum!(
    /// What somebody does on a case.
    pub enum Doing {
        Reading = "reading",
        /// A letter or a note is open, and he is at the keys.
        Writing = "writing",
        /// Not there any more.
        Gone = "gone",
    }
);

/// Somebody on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Present {
    pub case_id: CaseId,
    pub operator: OperatorId,
    pub doing: Doing,
}

/// Who is where: `GET /v1/presence`, and the data of `event: presence`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Presences {
    /// True: this is everybody. False: only what is other than told before, `gone` for who left.
    #[serde(default)]
    pub whole: bool,
    pub present: Vec<Present>,
}

impl Presences {
    /// What has to be told to who knows `before`, so that he knows `after`.
    pub fn between(before: &[Present], after: &[Present]) -> Self {
        let same = |a: &Present, b: &Present| a.case_id == b.case_id && a.operator == b.operator;
        let gone = before.iter().filter(|old| !after.iter().any(|new| same(old, new)));
        let gone = gone.map(|old| Present { doing: Doing::Gone, ..old.clone() });
        let other = after.iter().filter(|new| !before.contains(new)).cloned();
        Self { whole: false, present: gone.chain(other).collect() }
    }

    /// Brings a picture up to what is told here.
    pub fn lay_over(self, picture: &mut Vec<Present>) {
        if self.whole {
            picture.clear();
        }
        for told in self.present {
            picture.retain(|known| known.case_id != told.case_id || known.operator != told.operator);
            if told.doing != Doing::Gone {
                picture.push(told);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn present(case: u128, operator: u128, doing: Doing) -> Present {
        let (case_id, operator) = (CaseId(Uuid::from_u128(case)), OperatorId(Uuid::from_u128(operator)));
        Present { case_id, operator, doing }
    }

    #[test]
    fn a_listener_who_is_told_the_differences_knows_everything() {
        let before = vec![present(1, 1, Doing::Reading), present(1, 2, Doing::Writing), present(2, 3, Doing::Reading)];
        let after = vec![present(1, 1, Doing::Writing), present(2, 3, Doing::Reading), present(3, 2, Doing::Reading)];
        let told = Presences::between(&before, &after);
        assert_eq!(told.present.len(), 3, "what stayed as it was is not told again");
        let mut picture = before;
        told.lay_over(&mut picture);
        assert!(picture.len() == after.len() && after.iter().all(|p| picture.contains(p)), "{picture:?}");
        Presences { whole: true, present: vec![] }.lay_over(&mut picture);
        assert_eq!(picture, []);
    }
}
