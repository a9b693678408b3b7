//! The first start: who works here, and where cases come from. The same form shows the profile later.
//!
//! Everything has a sensible default, so that two presses of Enter lead to a filled queue.

use jiff::Timestamp;

use super::acts::fields;
use super::form::{Choice, Field, Form};
use super::{App, Effect, Effects, Item, Overlay, Pick, Purpose, Start};
use crate::i18n::UiLang;
use crate::model::acts::NewOperator;
use crate::model::{Gender, Lang, Operator, OperatorId};

/// What can be begun with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    Samples,
    Import,
    Connect,
    Empty,
}

/// The form of the operator's own record.
pub fn open_profile(app: &mut App, first: bool) {
    let (texts, me) = (&app.texts, &app.me);
    let languages = UiLang::ALL.map(|l| Choice::new(l.tag(), l.name())).to_vec();
    let language_at = UiLang::ALL.iter().position(|l| l.tag() == me.language.as_str()).unwrap_or(0);
    let genders: Vec<Choice> = [&Gender::Unspecified, &Gender::Female, &Gender::Male]
        .map(|g| Choice::new(g.as_str(), texts.t(&format!("gender-{}", g.as_str()))))
        .to_vec();
    let gender_at = genders.iter().position(|g| g.id == me.gender.as_str()).unwrap_or(0);
    let hours = if me.hours.is_empty() && first { texts.t("profile-hours-default") } else { me.hours.clone() };
    let mut fields = vec![
        Field::text("name", texts.t("profile-name"), &me.name),
        Field::text("post", texts.t("profile-post"), &me.post).with_hint(texts.t("profile-post-hint")),
        Field::text("contact", texts.t("profile-contact"), &me.contact).with_hint(texts.t("profile-contact-hint")),
        Field::text("hours", texts.t("profile-hours"), &hours),
        Field::choice("language", texts.t("profile-language"), languages, language_at),
        Field::choice("gender", texts.t("profile-gender"), genders, gender_at),
        Field::text("zone", texts.t("profile-zone"), &me.zone).with_hint("Europe/Chisinau".to_owned()),
    ];
    if !first {
        fields.extend(absence(app));
    }
    let title = texts.t(if first { "welcome-title" } else { "profile-title" });
    let mut form = Form::new(title, Purpose::Profile { first }, fields);
    form.intro = vec![texts.t(if first { "welcome-intro" } else { "profile-intro" })];
    if !first {
        form.intro.extend(other_signatures(app));
    }
    app.overlay = Some(Overlay::Form(Box::new(form)));
}

/// How letters in the other languages are signed, and where that is set (R84).
fn other_signatures(app: &App) -> Option<String> {
    let name_and_post = |lang: UiLang| {
        let me = app.me_in(lang.tag());
        let words: Vec<&str> = [&*me.name, &me.post].into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}: {}", lang.tag(), words.join(", "))
    };
    let others: Vec<String> =
        UiLang::ALL.into_iter().filter(|l| l.tag() != app.me.language.as_str()).map(name_and_post).collect();
    let is_known = !app.me.name.trim().is_empty();
    is_known.then(|| app.texts.tr("profile-signatures", &[("signatures", others.join(" · ").into())]))
}

/// Who stands in, and until when (R86).
fn absence(app: &App) -> [Field; 2] {
    let (texts, me) = (&app.texts, &app.me);
    let mut others = fields::operators(app);
    others.retain(|o| o.id != me.id.to_string());
    others.insert(0, Choice::new("", texts.t("profile-no-deputy")));
    let deputy = me.deputy.map(|id| id.to_string()).unwrap_or_default();
    let away = me.away_until.filter(|until| *until > app.now);
    let away = away.map(|until| until.to_zoned(app.zone()).strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    [
        fields::chosen("deputy", texts.t("profile-deputy"), others, &deputy),
        Field::text("away", texts.t("profile-away"), &away).with_hint(texts.t("profile-away-hint")),
    ]
}

/// What the form says of it. At the first start it is not asked, and stays as it was.
///
/// # Errors
/// No time ahead can be read in the line.
fn absence_from(app: &App, form: &Form, first: bool) -> Result<(Absent<OperatorId>, Absent<Timestamp>), String> {
    if first {
        return Ok((None, None));
    }
    let away = fields::optional(app, form, "away")?.map(|due| fields::moment(app, &due));
    Ok((Some(form.chosen("deputy").parse().ok()), Some(away)))
}

/// None: not said; `Some(None)`: none any more.
type Absent<T> = Option<Option<T>>;

/// Takes the profile; at the first start of a desk of one's own it leads on to the question where cases come from.
///
/// # Errors
/// The name is empty, the zone unknown, or the time of coming back no time ahead.
pub fn profile_from(app: &mut App, form: &Form, first: bool, out: &mut Effects) -> Result<(), String> {
    let name = form.text("name");
    if name.is_empty() {
        return Err(app.texts.t("profile-no-name"));
    }
    let zone = form.text("zone");
    if jiff::tz::TimeZone::get(zone).is_err() {
        return Err(app.texts.tr("profile-no-zone", &[("zone", zone.into())]));
    }
    let (deputy, away_until) = absence_from(app, form, first)?;
    let profile = NewOperator {
        name: name.to_owned(),
        post: form.text("post").to_owned(),
        contact: form.text("contact").to_owned(),
        hours: form.text("hours").to_owned(),
        language: Lang::new(form.chosen("language")),
        gender: Some(Gender::from(form.chosen("gender"))),
        zone: zone.to_owned(),
        role: None,
        key: None,
        deputy,
        away_until,
    };
    speak(app, &profile.language);
    if first && !app.connected {
        let profile = Box::new(profile);
        app.overlay = Some(Overlay::Beginning(Box::new(beginnings(app)), profile));
    } else {
        out.push(Effect::SaveProfile { profile: Box::new(profile), then: Start::Stay });
    }
    Ok(())
}

fn beginnings(app: &App) -> Pick<Beginning> {
    let item = |b, key: &str| Item::new(b, app.texts.t(key), app.texts.t(&format!("{key}-aside")));
    let items = vec![
        item(Beginning::Samples, "begin-samples"),
        item(Beginning::Import, "begin-import"),
        item(Beginning::Connect, "begin-connect"),
        item(Beginning::Empty, "begin-empty"),
    ];
    Pick::new(app.texts.t("begin-title"), items)
}

/// Begins as chosen; two of the ways ask one thing more.
pub fn begin(app: &mut App, chosen: Beginning, profile: Box<NewOperator>, out: &mut Effects) {
    let texts = &app.texts;
    let form = match chosen {
        Beginning::Samples => return out.push(Effect::SaveProfile { profile, then: Start::Samples }),
        Beginning::Empty => return out.push(Effect::SaveProfile { profile, then: Start::Empty }),
        Beginning::Import => {
            let path = Field::text("path", texts.t("begin-path"), "").with_hint("~/complaints.mbox".to_owned());
            Form::new(texts.t("begin-import"), Purpose::ImportFirst { profile }, vec![path])
        }
        Beginning::Connect => {
            let url = Field::text("url", texts.t("begin-url"), "").with_hint("https://desk.example.org".to_owned());
            let token = Field::secret("token", texts.t("begin-token"));
            Form::new(texts.t("begin-connect"), Purpose::ConnectFirst { profile }, vec![url, token])
        }
    };
    app.overlay = Some(Overlay::Form(Box::new(form)));
}

/// Takes the answer to the one thing more.
///
/// # Errors
/// A field that is needed is empty.
pub fn begin_from(app: &App, form: &Form, profile: &NewOperator, out: &mut Effects) -> Result<(), String> {
    let then = match form.purpose {
        Purpose::ImportFirst { .. } => Start::Import { path: form.text("path").to_owned() },
        _ => Start::Connect { url: form.text("url").to_owned(), token: form.text("token").to_owned() },
    };
    let missing = match &then {
        Start::Import { path } => path.is_empty(),
        Start::Connect { url, token } => url.is_empty() || token.is_empty(),
        _ => false,
    };
    if missing {
        return Err(app.texts.t("begin-missing"));
    }
    out.push(Effect::SaveProfile { profile: Box::new(profile.clone()), then });
    Ok(())
}

/// The operator's record came from the desk.
pub fn me_came(app: &mut App, me: Operator) {
    speak(app, &me.language);
    app.operators.insert(me.id, me.clone());
    app.me = me;
}

/// The interface speaks the operator's language unless the config says another.
fn speak(app: &mut App, language: &Lang) {
    let lang = UiLang::from_tag(language.as_str());
    if !app.language_is_fixed && lang != app.texts.lang() {
        app.texts = crate::i18n::Texts::new(lang);
    }
}
