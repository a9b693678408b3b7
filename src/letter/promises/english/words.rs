//! The English words, by what they can be.

use std::sync::LazyLock;

use crate::letter::promises::dates;
use crate::letter::promises::lexicon::{Lang, Lexicon, Tags};

pub(in crate::letter::promises) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words = Lexicon::new(Lang::En, dates::english(), by_form);
    for (tags, list) in WORDS {
        words.add(*tags, list);
    }
    words
});

const WORDS: &[(Tags, &str)] = &[
    (Tags::I, "i"),
    (Tags::WE, "we"),
    (Tags::YOU, "you u"),
    (Tags::OTHER, "he she it they this that which who somebody someone everything nobody yours"),
    (Tags::NOT, "not never cannot 't no neither nor won"),
    (Tags::WILL, "will 'll shall won gonna"),
    (Tags::IS, "is are am 'm 're 's be"),
    (Tags::GOING, "going"),
    (
        Tags::GENERAL,
        "usually normally typically generally always often regularly commonly ordinarily mostly perhaps maybe possibly hopefully average every each daily weekly weekdays \
         mondays tuesdays wednesdays thursdays fridays saturdays sundays rule",
    ),
    (Tags::IF, "if unless provided should subject"),
    (Tags::EVEN, "even"),
    (Tags::WHEN, "when once whenever after before until while soon"),
    (Tags::WHICH, "who which"),
    (Tags::THAT, "that"),
    (Tags::BECAUSE, "because since as"),
    (Tags::SO_THAT.with(Tags::BUT), "so"),
    (Tags::WHAT, "what how whether why where whose whichever whatever"),
    (
        Tags::SAID,
        "swears swear said told thinks reckons promised says tells wrote written asked informed claimed quoted assured mentioned advised reported writes states \
         stated according asks confirmed thought",
    ),
    (
        Tags::HOPE,
        "hope hopes wish trust believe think understand know see realise realize hoping suppose imagine assume guess feel doubt afraid",
    ),
    (Tags::PLEDGE, "promise guarantee confirm undertake pledge assured"),
    (Tags::TRY, "try endeavour aim strive"),
    (Tags::PLAN, "plan expect intend plans expects intends hope"),
    (Tags::CAN, "can could may might would must ought"),
    (Tags::SHOULD, "should"),
    (
        Tags::PAST,
        "was were did had has have 've been got gave went came left made took sent called found kept let put paid rang spoke told came did \
         left 'd missed needed",
    ),
    (Tags::AND, "and then &"),
    (Tags::BUT, "but however though although yet"),
    (Tags::OR, "or"),
    (
        Tags::VAGUE,
        "later momentarily presently sometime someday eventually stage course juncture future opportunity soon shortly promptly asap quickly immediately earliest possible soonest urgently swiftly",
    ),
    (
        Tags::STRANGER,
        "sale offer voucher coupon warranty discount promotion subscription bank banks supplier manufacturer police court neighbour neighbours customer customers people weather government council insurer",
    ),
    (
        Tags::TERM,
        "delivery refund answer reply call visit repair replacement report result deadline decision collection installation payment letter \
         credit funds completion date time appointment update inspection fitting dispatch response money parcel eta",
    ),
    (Tags::PERSONAL, "personally myself"),
    (Tags::CONTROL, "control supervision watch eye"),
    (Tags::MY, "my own personal"),
    (Tags::SET, "scheduled booked due planned arranged set expected confirmed"),
    (Tags::INTERJECTION, "sorry yes no please hello dear thanks thank hi ok okay well sure apologies certainly"),
    (
        Tags::EMPTY,
        "need needs require happy glad pleased delighted grateful sorry unable depend depends appreciate wait await like want understand \
         agree notice remember miss matter cost mean apply welcome know always never only help vary differ forget realise realize charge charged billed asked required expected redirected expire challenged",
    ),
    (Tags::GETS, "have receive get hear see find know"),
    (
        Tags::CONTACT,
        "call ring phone write email e-mail message text report reply answer contact update tell inform notify confirm touch back hear speak \
         talk explain calling ringing phoning writing emailing messaging reporting replying contacting updating telling speaking know posted \
         calls rings phones writes emails reports replies contacts advise let",
    ),
    (
        Tags::CHECK,
        "check look see investigate follow review monitor verify inspect watch oversee track ensure examine find checking looking \
         investigating following reviewing monitoring chase chasing handle go read test sure care",
    ),
    (
        Tags::BARE,
        "pick swap knock measure fetch unload rebook redo rewrite repaint wash polish sew weld rewire rehang hang tighten adjust \
         photograph nip drive teach remind meet feed prune trim carry wheel tow pack repack unpack wrap \
         send bring deliver post refund pay fix repair replace return collect arrange cancel credit correct put take give make do come \
         visit change fit install set start finish complete issue reissue remove close open add apply book move switch process reverse \
         transfer waive reimburse compensate resend dispatch ship order prepare sign raise escalate pass resolve sort settle hand drop reset \
         restore update upgrade extend recalculate deduct reduce clean paint unlock provide supply print forward have reach arrive clear mend reconnect",
    ),
    (
        Tags::BARE.with(Tags::CONTACT),
        "call ring phone write email message text report reply answer contact tell inform notify confirm speak talk explain let get",
    ),
    (
        Tags::BARE.with(Tags::CHECK),
        "check look see investigate follow review monitor verify inspect test read find handle chase",
    ),
    (
        Tags::IS_DONE_NOW,
        "arrives arrive comes leaves reaches ships brings collects delivers visits returns goes starts begins lands calls rings replaces \
         fixes repairs fits takes flies drops departs gets finishes follows shows appears opens reopens resumes hands picks installs tests",
    ),
    (
        Tags::VERB,
        "runs takes sees works closes costs depends lasts regret apologise apologize do does want need understand appreciate value thank \
         realise agree accept like prefer prefers ends expires applies happens means looks seems",
    ),
    (
        Tags::PASSIVE,
        "spoken written held kept built dealt swept drawn thrown chosen hung dug seen taken brought given shown driven",
    ),
    (Tags::ARTICLE, "the a an your my our his her their this that these those its"),
    (Tags::ASK, "please kindly"),
    (Tags::READY, "back ready due here there with on yours done off out fixed over available"),
];

/// Verbs in the bare form that open a request: "Send us the receipt".
pub(super) const REQUESTS: &[&str] = &[
    "send", "call", "ring", "contact", "reply", "let", "check", "visit", "email", "bring", "use", "see", "keep",
    "tell", "give", "make", "do", "don", "feel", "write", "come", "fill", "drop", "message", "dm", "follow", "click",
    "confirm", "return", "provide", "take", "leave", "wait", "speak", "ask", "go",
];

/// Verbs in -ing that are no act with an end.
pub(super) const STATES: &[&str] = &[
    "working",
    "waiting",
    "looking",
    "trying",
    "hoping",
    "having",
    "being",
    "doing",
    "seeing",
    "going",
    "dealing",
    "awaiting",
    "thinking",
    "asking",
    "experiencing",
    "continuing",
    "following",
    "leaving",
    "flying",
    "during",
    "evening",
    "morning",
    "nothing",
    "something",
    "anything",
    "everything",
];

fn by_form(word: &str, written: &str, known: Tags) -> Tags {
    if word == "may" && written.starts_with('M') {
        return Tags::NONE;
    }
    if known != Tags::NONE {
        return known;
    }
    if word.len() > 5 && word.ends_with("ing") && !STATES.contains(&word) {
        return Tags::GUESS;
    }
    if word.len() > 4 && word.ends_with("ed") { Tags::PASSIVE } else { Tags::NONE }
}
