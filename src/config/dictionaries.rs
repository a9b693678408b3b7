//! Hunspell dictionaries of the system, and the user's own words (`words.txt` in the configuration folder).
//!
//! Duty: where the files are, in which encoding, what to install when there are none. Reading one takes tens of
//! milliseconds, so nobody waits for it at a key. Not its duty: what a dictionary says (`letter::spelling`).

use std::io;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use super::Paths;
use crate::letter::{KnownWords, Speller};

/// A dictionary as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    /// The `.dic` file.
    pub path: PathBuf,
    pub aff: String,
    pub dic: String,
}

#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// None is installed for the language.
    #[error("no spelling dictionary for `{lang}`: install {package} (Debian, Ubuntu), or put {file} into {folder}")]
    Missing { lang: &'static str, package: &'static str, file: String, folder: String },
    #[error("{path} cannot be read: {source}; spelling in this language is not checked")]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{path}: its encoding `{encoding}` is not known; spelling in this language is not checked")]
    Encoding { path: PathBuf, encoding: String },
    #[error("{path}: {message}; spelling in this language is not checked")]
    Broken { path: PathBuf, message: String },
}

/// A language, its dictionaries (one is enough, all are used), and the package that brings one.
struct Wanted {
    lang: &'static str,
    names: &'static [&'static str],
    package: &'static str,
}

const WANTED: [Wanted; 3] = [
    Wanted { lang: "ru", names: &["ru_RU", "ru"], package: "hunspell-ru" },
    Wanted { lang: "en", names: &["en_US", "en_GB"], package: "hunspell-en-us" },
    Wanted { lang: "ro", names: &["ro_RO", "ro"], package: "hunspell-ro" },
];

/// Where the user's words are.
const WORDS: &str = "words.txt";

/// The languages whose letters have a spelling.
pub fn spelling_languages() -> impl Iterator<Item = &'static str> {
    WANTED.iter().map(|wanted| wanted.lang)
}

/// Reads the dictionaries of a language from the folders of Hunspell.
///
/// # Errors
/// [`DictionaryError`]: none is installed, or one cannot be read.
pub fn find_dictionaries(lang: &str) -> Result<Vec<Dictionary>, DictionaryError> {
    find_in(&folders(), lang)
}

/// A speller with the dictionaries of these languages that are there, and the user's words; what is missing or broken is
/// told, once. A dictionary takes 6 to 21 MB of memory, so nobody should ask for a language that is not written in.
pub fn load_speller(paths: &Paths, langs: &[&'static str]) -> (Speller, Vec<DictionaryError>) {
    load_from(&folders(), &paths.config, langs)
}

/// The folders that are looked into, the user's own first; `DICPATH` is Hunspell's own variable.
fn folders() -> Vec<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
    let mut folders: Vec<PathBuf> =
        variable("DICPATH").map(|v| std::env::split_paths(&v).collect()).unwrap_or_default();
    let home = variable("HOME").map(PathBuf::from);
    let data = variable("XDG_DATA_HOME").map(PathBuf::from).or_else(|| home.map(|h| h.join(".local/share")));
    folders.extend(data.map(|d| d.join("hunspell")));
    let system = ["/usr/local/share/hunspell", "/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts"];
    folders.extend(system.map(PathBuf::from));
    folders
}

fn find_in(folders: &[PathBuf], lang: &str) -> Result<Vec<Dictionary>, DictionaryError> {
    let Some(wanted) = WANTED.iter().find(|w| w.lang == lang) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for name in wanted.names {
        let files =
            folders.iter().map(|folder| (folder.join(format!("{name}.aff")), folder.join(format!("{name}.dic"))));
        if let Some((aff, dic)) = files.into_iter().find(|(aff, dic)| aff.is_file() && dic.is_file()) {
            found.push(read(&aff, dic)?);
        }
    }
    if found.is_empty() {
        let folder = folders.iter().find(|f| f.ends_with("hunspell")).or(folders.first());
        return Err(DictionaryError::Missing {
            lang: wanted.lang,
            package: wanted.package,
            file: format!("{0}.aff and {0}.dic", wanted.names[0]),
            folder: folder.map_or_else(String::new, |f| f.display().to_string()),
        });
    }
    Ok(found)
}

fn load_from(folders: &[PathBuf], config: &Path, langs: &[&'static str]) -> (Speller, Vec<DictionaryError>) {
    let (mut speller, mut problems) = (Speller::default(), Vec::new());
    let words = match users_words(config) {
        Ok(words) => words,
        Err(source) => {
            problems.push(DictionaryError::Unreadable { path: config.join(WORDS), source });
            String::new()
        }
    };
    for lang in langs.iter().copied() {
        let known = KnownWords::of(lang, &words);
        match find_in(folders, lang) {
            Ok(found) => problems.extend(found.into_iter().filter_map(|dictionary| {
                let message = speller.add(lang, &dictionary.aff, &dictionary.dic, &known).err()?;
                Some(DictionaryError::Broken { path: dictionary.path, message })
            })),
            Err(error) => problems.push(error),
        }
    }
    (speller, problems)
}

/// Adds a word to the user's own, one a line, once.
///
/// # Errors
/// The file cannot be read or written; it is as it was.
pub fn add_word(paths: &Paths, word: &str) -> io::Result<()> {
    let mut words = users_words(&paths.config)?;
    if words.lines().any(|line| line.trim() == word) {
        return Ok(());
    }
    if !words.is_empty() && !words.ends_with('\n') {
        words.push('\n');
    }
    words.push_str(word);
    words.push('\n');
    crate::files::write_private(&paths.config.join(WORDS), words.as_bytes())
}

/// The user's words; no file is no words.
fn users_words(config: &Path) -> io::Result<String> {
    match std::fs::read(config.join(WORDS)) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error),
    }
}

fn read(aff: &Path, dic: PathBuf) -> Result<Dictionary, DictionaryError> {
    let bytes = |path: &Path| {
        std::fs::read(path).map_err(|source| DictionaryError::Unreadable { path: path.to_owned(), source })
    };
    let (rules, words) = (bytes(aff)?, bytes(&dic)?);
    let name = encoding_name(&rules);
    let Some(encoding) = encoding_of(&name) else {
        return Err(DictionaryError::Encoding { path: aff.to_owned(), encoding: name });
    };
    let text = |bytes: &[u8]| encoding.decode(bytes).0.into_owned();
    Ok(Dictionary { path: dic, aff: text(&rules), dic: text(&words) })
}

/// What the rules say of their encoding; Latin-1 when they say nothing, as Hunspell has it.
fn encoding_name(rules: &[u8]) -> String {
    let mut lines = rules.split(|b| *b == b'\n').map(String::from_utf8_lossy);
    let set = lines.find_map(|line| {
        let line = line.trim_start_matches('\u{feff}').trim();
        line.strip_prefix("SET ").map(|name| name.trim().to_owned())
    });
    set.unwrap_or_else(|| "ISO8859-1".to_owned())
}

/// Hunspell's spellings beside the usual ones: "ISO8859-2", "microsoft-cp1251".
fn encoding_of(name: &str) -> Option<&'static Encoding> {
    let low = name.to_lowercase();
    let usual = match low.strip_prefix("iso8859") {
        Some(number) => format!("iso-8859{number}"),
        None => low.replace("microsoft-cp", "windows-"),
    };
    Encoding::for_label(usual.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder that ends with its test.
    fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        files.iter().for_each(|(name, bytes)| fs::write(folder.path().join(name), bytes).unwrap());
        folder
    }

    #[test]
    fn old_encodings_are_read() {
        let (aff, _, _) = encoding_rs::KOI8_R.encode("SET KOI8-R\nTRY абв\n");
        let (dic, _, _) = encoding_rs::KOI8_R.encode("2\nизвините\nзаказ\n");
        let (ro, _, _) = encoding_rs::ISO_8859_2.encode("SET ISO8859-2\nTRY aă\n");
        let (words, _, _) = encoding_rs::ISO_8859_2.encode("1\nţară\n");
        let folder =
            folder_with(&[("ru_RU.aff", &aff), ("ru_RU.dic", &dic), ("ro_RO.aff", &ro), ("ro_RO.dic", &words)]);
        let folders = [folder.path().to_owned()];
        assert_eq!(find_in(&folders, "ru").unwrap()[0].dic, "2\nизвините\nзаказ\n");
        assert_eq!(find_in(&folders, "ro").unwrap()[0].dic, "1\nţară\n");
        assert_eq!(find_in(&folders, "de").unwrap(), []);
    }

    #[test]
    fn what_is_missing_or_broken_is_told_and_the_rest_works() {
        let folder = folder_with(&[
            ("ru_RU.aff", b"SET UTF-8\n"),
            ("ru_RU.dic", "1\nизвините\n".as_bytes()),
            ("en_US.aff", b"SET UTF-8\n"),
            ("en_US.dic", b"many\n"),
            ("ro_RO.aff", b"SET PETSCII\n"),
            ("ro_RO.dic", b"0\n"),
            ("words.txt", "извените # so we say\n".as_bytes()),
        ]);
        let folders = [folder.path().to_owned()];
        let (speller, problems) = load_from(&folders, folder.path(), &["ru", "en", "ro"]);
        assert!(speller.has("ru") && !speller.has("en") && !speller.has("ro"));
        assert_eq!(speller.misspelt("Извените", "ru", &[]), [], "the user's word is right");
        assert!(
            matches!(&problems[..], [DictionaryError::Broken { .. }, DictionaryError::Encoding { .. }]),
            "{problems:?}"
        );
        let (speller, problems) = load_from(&[], folder.path(), &["ru", "en", "ro"]);
        assert!(!speller.has("ru"));
        let packages: Vec<_> = problems
            .iter()
            .map(|p| if let DictionaryError::Missing { package, .. } = p { *package } else { "" })
            .collect();
        assert_eq!(packages, ["hunspell-ru", "hunspell-en-us", "hunspell-ro"]);
    }

    #[test]
    fn the_dictionaries_of_the_system_where_they_are_installed() {
        let mut speller = Speller::default();
        for lang in spelling_languages() {
            for found in find_dictionaries(lang).unwrap_or_default() {
                speller.add(lang, &found.aff, &found.dic, &KnownWords::of(lang, "")).unwrap();
            }
        }
        for (lang, text, expected) in [
            (
                "ru",
                "Уважаемая Мария Ивановна!\n\nПриношу свои извенения за задержку доставки: курьер заболел, а по ипотекам и \
                 промокодам ответит техподдержка. Вернем деньги в соответсвии с договором, всё еще раз перепроверю.",
                &["извенения", "соответсвии"][..],
            ),
            (
                "en",
                "Dear Amy,\n\nWe recieved your letter and we'll rebook the customer's seperate ticket tomorrow.",
                &["recieved", "seperate"],
            ),
            (
                "ro",
                "Bună ziua!\n\nVă mulțumim că ne-ați scris. Sunt intarzieri la depozit, iar banii vor fi rambursați într-o săptămînă.",
                &["intarzieri"],
            ),
            (
                "ro",
                "Buna ziua!\n\nVa multumim ca ne-ati scris. Sunt intarzieri la depozit, iar banii vor fi rambursati intr-o saptamana.",
                &[],
            ),
        ] {
            if speller.has(lang) {
                let found = speller.misspelt(text, lang, &["Мария Ивановна", "Amy"]);
                assert_eq!(found.into_iter().map(|m| &text[m.range]).collect::<Vec<_>>(), expected, "{text}");
            }
        }
    }
}
