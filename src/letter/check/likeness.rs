//! A letter is written for one person: no copy of an earlier one (R105), in public not even half of one (R106); no
//! apology that the same customer has read before (R157).
//!
//! Not its duty: measuring (`letter::likeness`), letters made of nothing but formulas.

use super::{Code, Finding, Letter, Rule, Said, Severity};
use crate::letter::Twin;

pub(super) const COPY: Code = Code { id: "template_like", look: copy };
pub(super) const SAME_APOLOGY: Code = Code { id: "repeated_apology", look: same_apology };

/// From here on a letter is a copy of another one; in public from the second number on.
const COPY_PERCENT: u8 = 80;
const PUBLIC_COPY_PERCENT: u8 = 50;
const SAME_APOLOGY_LIKENESS: f32 = 0.8;

fn copy(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let public = letter.context.public.then(|| nearest(letter, true)).flatten();
    if let Some(twin) = public.filter(|t| t.percent >= PUBLIC_COPY_PERCENT) {
        return out.push(rule.finding(Severity::Block, None, public_copy(twin.percent)).with_twin(twin));
    }
    if let Some(twin) = nearest(letter, false).filter(|t| t.percent >= COPY_PERCENT) {
        out.push(rule.finding(Severity::Warning, None, private_copy(&twin)).with_twin(twin));
    }
}

fn nearest(letter: &Letter<'_>, public: bool) -> Option<Twin> {
    let past = letter.context.earlier.iter();
    let near = past.filter_map(|p| p.nearest(letter.text, &letter.tokens, letter.body.clone(), public));
    near.max_by_key(|twin| twin.percent)
}

fn public_copy(percent: u8) -> Said {
    Said::owned(
        format!("{percent} % of this text stands in an earlier public reply already; readers see both."),
        format!("{percent} % этого текста уже стоит в другом публичном ответе; читатели увидят оба."),
        format!("{percent} % din text apare deja într-un alt răspuns public; cititorii le vor vedea pe amândouă."),
    )
}

fn private_copy(twin: &Twin) -> Said {
    let percent = twin.percent;
    if twin.own {
        return Said::owned(
            format!("{percent} % of this letter stands in one that you sent before. What is different in this case?"),
            format!("{percent} % этого письма уже было в другом Вашем письме. Что в этом случае иначе?"),
            format!("{percent} % din scrisoare apare într-una trimisă deja de dumneavoastră. Ce este altfel acum?"),
        );
    }
    Said::owned(
        format!("{percent} % of this letter stands in one that was sent before. What is different in this case?"),
        format!("{percent} % этого письма уже было в другом письме. Что в этом случае иначе?"),
        format!("{percent} % din scrisoare apare într-una trimisă deja. Ce este altfel acum?"),
    )
}

fn same_apology(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if letter.context.earlier.iter().all(|past| past.customer.is_none()) {
        return;
    }
    for (number, _) in letter.body_sentences() {
        let sentence = &letter.sentences[number];
        let words = &letter.outline.own[sentence.range.clone()];
        let near = letter.context.earlier.iter().filter_map(|past| past.apology_like(words));
        if near.fold(0.0, f32::max) >= SAME_APOLOGY_LIKENESS {
            let said = Said::new(
                "This customer has read this apology from you before; say what you are sorry for today.",
                "Эти извинения клиент от Вас уже читал; скажите, за что извиняетесь сегодня.",
                "Clientul a mai citit aceste scuze de la dumneavoastră; spuneți pentru ce vă cereți iertare azi.",
            );
            return out.push(rule.finding(Severity::Warning, Some(sentence.range.clone()), said));
        }
    }
}
