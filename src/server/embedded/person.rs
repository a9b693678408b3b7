//! What this machine knows of the person before it, as sensible first values; the welcome form asks the rest.

use crate::model::acts::NewOperator;
use crate::model::{Lang, Role};

/// Used when the system knows no name at all.
const NOBODY: &str = "Operator";

/// The system user as an operator of his own desk.
pub fn system_person() -> NewOperator {
    let variable = |name: &str| std::env::var(name).ok();
    let login = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(variable).unwrap_or_default();
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|l| !l.is_empty());
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let zone = jiff::tz::TimeZone::system();
    NewOperator {
        name: name(&passwd, &login),
        post: String::new(),
        contact: String::new(),
        hours: String::new(),
        language: language(locale.as_deref().unwrap_or_default()),
        gender: None,
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        role: Some(Role::Lead),
        key: None,
        deputy: None,
        away_until: None,
    }
}

/// The full name in the system's list of users, or else the login.
fn name(passwd: &str, login: &str) -> String {
    let line = passwd.lines().find(|line| line.split(':').next() == Some(login));
    let full = line.and_then(|line| line.split(':').nth(4)).and_then(|gecos| gecos.split(',').next());
    let full = full.unwrap_or_default().replace('&', login);
    [full.trim(), login.trim(), NOBODY].into_iter().find(|name| !name.is_empty()).unwrap_or(NOBODY).to_owned()
}

/// `ro_RO.UTF-8` speaks Romanian; `C` speaks nothing in particular.
fn language(locale: &str) -> Lang {
    let tag = locale.split(['_', '.', '@', '-']).next().unwrap_or_default().to_lowercase();
    match tag.as_str() {
        "" | "c" | "posix" => Lang::default(),
        tag => Lang::new(tag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\nanna:x:1000:1000:Анна Иванова,,,:/home/anna:/bin/zsh\nion:x:1001:1001::/home/ion:/bin/sh\n";

    #[test]
    fn the_full_name_comes_first_then_the_login() {
        assert_eq!(name(PASSWD, "anna"), "Анна Иванова");
        assert_eq!(name(PASSWD, "ion"), "ion");
        assert_eq!(name(PASSWD, ""), "Operator");
        assert_eq!(name("", "amy"), "amy");
    }

    #[test]
    fn the_language_is_the_locales() {
        assert_eq!(language("ro_RO.UTF-8").as_str(), "ro");
        assert_eq!(language("ru").as_str(), "ru");
        assert_eq!(language("C.UTF-8").as_str(), "en");
        assert_eq!(language("").as_str(), "en");
    }
}
