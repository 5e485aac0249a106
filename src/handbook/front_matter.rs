//! The head of a handbook page: YAML between two lines of three hyphens.
//!
//! The build script reads our pages with it and the program those of a team, so that one format holds for
//! both. A field that is not known is an error that names its line: a misspelt signature must not be silent.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor, value};

use super::vocabulary::{Confidence, Next, Place, Role};

/// What stands at the head of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    /// What a reader would look up.
    pub title: String,
    /// The classes that the page is about; none for a lesson.
    #[serde(default)]
    pub classes: Vec<Class>,
    /// Exact texts that a reader may have before their eyes; for searching, they name no class.
    #[serde(default)]
    pub strings: Vec<String>,
    /// Where AWS writes about it.
    #[serde(default)]
    pub see: Vec<String>,
    /// Which services a team's page is about; all when absent.
    #[serde(default, rename = "match")]
    pub only: Only,
}

/// Globs on names: `*` for any letters, `?` for one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// Of the service.
    pub service: Option<String>,
    /// Of the cluster.
    pub cluster: Option<String>,
}

/// A class as a page defines it, or its bare name where another page does.
#[derive(Debug)]
pub struct Class {
    /// `family.name`.
    pub name: String,
    /// What the page says about it; absent where it only names it.
    pub definition: Option<Definition>,
}

/// What a page says about a class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// `family.name`.
    pub class: String,
    /// Place in the order of reading, lowest first: what is wrapped is read before what wraps it. Absent in
    /// pages of a team, which are read first.
    pub precedence: Option<u32>,
    /// What it is to the verdict.
    #[serde(default = "cause")]
    pub role: Role,
    /// The word that Kubernetes has for it.
    pub kubernetes: Option<Kubernetes>,
    /// Its sentence: a key of the catalogue in our pages, the sentence itself in those of a team.
    pub summary: Option<String>,
    /// What confirms it, the most telling first.
    #[serde(default)]
    pub next: Vec<Next>,
    /// The texts that carry it, one is enough; none where a rule decides.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// The word that Kubernetes has for a class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kubernetes {
    /// An event reason or container state.
    pub reason: String,
    /// Whether the two mean the same, or this is the nearest word only.
    #[serde(default)]
    pub exact: bool,
}

/// A text that carries a class. Letter case, line breaks and the kind of quotes do not count.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// What the text holds, all of it.
    #[serde(default)]
    pub all: Vec<AnyOf>,
    /// What the whole text is, one of these: words that are too short to be looked for inside others.
    #[serde(default)]
    pub is: Vec<String>,
    /// What it must not hold, none of it.
    #[serde(default)]
    pub not: Vec<AnyOf>,
    /// How far the text alone carries the class.
    #[serde(default = "certain")]
    pub confidence: Confidence,
    /// Where the text stands; anywhere when empty.
    #[serde(default)]
    pub fields: Vec<Place>,
    /// When it was worded so, and by what.
    pub since: Option<String>,
}

/// A text, or a list of which one is enough. `$name` stands for a list of `phrases.yaml`.
#[derive(Debug)]
pub struct AnyOf(pub Vec<String>);

/// Lists of words that several pages use, by name.
pub type Phrases = BTreeMap<String, Vec<String>>;

/// Why a head cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The first line is not three hyphens.
    NoHead,
    /// No second line of three hyphens follows.
    HeadNeverEnds,
    /// It has no title.
    NoTitle,
    /// This is not `family.name` in small letters.
    NotAClass(String),
    /// There is no list of this name in `phrases.yaml`.
    NoPhrases(String),
    /// The signature of this class would match every text.
    MatchesAll,
    /// What the YAML parser says, with the field.
    Yaml(String),
}

/// The two parts of a page.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// Its head.
    pub front: FrontMatter,
    /// Its Markdown.
    pub body: &'a str,
}

/// Reads a page.
///
/// # Errors
/// When it has no head, or one that says something unknown.
pub fn parse(text: &str) -> Result<Parsed<'_>, Broken> {
    let (head, body) = split(text)?;
    let front: FrontMatter = yaml(head)?;
    if front.title.trim().is_empty() {
        return Err(Broken { line: 1, fault: Fault::NoTitle });
    }
    if let Some(class) = front.classes.iter().find(|class| !is_class(&class.name)) {
        let fault = Fault::NotAClass(class.name.clone());
        return Err(Broken { line: line_of(head, &class.name), fault });
    }
    Ok(Parsed { front, body })
}

/// Reads the lists of words that pages share.
///
/// # Errors
/// When it is not a map of lists.
pub fn phrases(text: &str) -> Result<Phrases, Broken> {
    yaml(text)
}

/// The words of `any` with the lists that it names put in.
///
/// # Errors
/// When a list of that name does not exist, or no word is left.
pub fn expand(any: &AnyOf, phrases: &Phrases) -> Result<Vec<String>, Fault> {
    let mut words = Vec::new();
    for word in &any.0 {
        match word.strip_prefix('$') {
            Some(name) => {
                words.extend_from_slice(phrases.get(name).ok_or_else(|| Fault::NoPhrases(word.clone()))?);
            }
            None => words.push(word.clone()),
        }
    }
    if words.is_empty() || words.iter().any(|word| word.trim().is_empty()) {
        return Err(Fault::MatchesAll);
    }
    Ok(words)
}

/// The head with its opening mark, so that line numbers are those of the file, and the body.
fn split(text: &str) -> Result<(&str, &str), Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    if first.trim_end() != "---" {
        return Err(Broken { line: 1, fault: Fault::NoHead });
    }
    let mut end = first.len();
    for line in text[end..].split_inclusive('\n') {
        if line.trim_end() == "---" && end > first.len() {
            return Ok((&text[..end], &text[end + line.len()..]));
        }
        end += line.len();
    }
    Err(Broken { line: 1, fault: Fault::HeadNeverEnds })
}

fn yaml<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Broken> {
    serde_saphyr::from_str(text).map_err(|error| Broken {
        line: error.location().map_or(1, |location| location.line()),
        fault: Fault::Yaml(error.without_snippet().to_string()),
    })
}

fn is_class(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    name.split_once('.').is_some_and(|(family, rest)| is_word(family) && is_word(rest))
}

fn line_of(head: &str, word: &str) -> u64 {
    let before = head.lines().take_while(|line| !line.contains(word)).count();
    u64::try_from(before + 1).unwrap_or(1)
}

fn cause() -> Role {
    Role::Cause
}

fn certain() -> Confidence {
    Confidence::Certain
}

impl<'de> Deserialize<'de> for Class {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrDefinition;

        impl<'de> Visitor<'de> for NameOrDefinition {
            type Value = Class;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a class name or its definition")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Class, E> {
                Ok(Class { name: name.to_owned(), definition: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Class, A::Error> {
                let definition = Definition::deserialize(value::MapAccessDeserializer::new(map))?;
                Ok(Class { name: definition.class.clone(), definition: Some(definition) })
            }
        }

        deserializer.deserialize_any(NameOrDefinition)
    }
}

impl<'de> Deserialize<'de> for AnyOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrTexts;

        impl<'de> Visitor<'de> for TextOrTexts {
            type Value = AnyOf;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a text or a list of texts")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<AnyOf, E> {
                Ok(AnyOf(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<AnyOf, A::Error> {
                Vec::deserialize(value::SeqAccessDeserializer::new(seq)).map(AnyOf)
            }
        }

        deserializer.deserialize_any(TextOrTexts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> Broken {
        parse(text).expect_err("the page is broken")
    }

    #[test]
    fn a_page_may_name_classes_and_define_them() {
        let text = "---\ntitle: T\nclasses:\n  - a.b\n  - class: c.d\n    signatures:\n      - all: [x, [y, z]]\n        not: w\n---\n## Body\n";
        // `not` is a list.
        assert_eq!(broken(text).line, 8);
        let mended = text.replace("not: w", "not: [w]");
        let parsed = parse(&mended).unwrap_or_else(|why| panic!("{why:?}"));
        let classes = &parsed.front.classes;
        assert_eq!((classes[0].name.as_str(), classes[0].definition.is_none()), ("a.b", true));
        let signature = &classes[1].definition.as_ref().map(|one| &one.signatures[0]);
        assert_eq!(signature.map(|one| one.all[1].0.len()), Some(2));
        assert_eq!(parsed.body, "## Body\n");
    }

    #[test]
    fn what_is_not_known_is_named_with_its_line() {
        let Broken { line, fault: Fault::Yaml(what) } = broken("---\ntitle: T\nsumary: x\n---\n") else {
            panic!("the parser found it")
        };
        assert!(line == 3 && what.contains("sumary"), "{line}: {what}");
        assert_eq!(broken("# no head").fault, Fault::NoHead);
        assert_eq!(broken("---\ntitle: T\n").fault, Fault::HeadNeverEnds);
        assert_eq!(broken("---\ntitle: ' '\n---\n").fault, Fault::NoTitle);
        let unnamed = broken("---\ntitle: T\nclasses: [Image]\n---\n");
        assert_eq!((unnamed.line, unnamed.fault), (3, Fault::NotAClass("Image".to_owned())));
    }

    #[test]
    fn lists_of_words_are_put_in_by_name() {
        let phrases = phrases("pulling: [a, b]").unwrap_or_else(|why| panic!("{why:?}"));
        let any = |words: &[&str]| AnyOf(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(expand(&any(&["x", "$pulling"]), &phrases), Ok(vec!["x".into(), "a".into(), "b".into()]));
        assert_eq!(expand(&any(&["$no"]), &phrases), Err(Fault::NoPhrases("$no".to_owned())));
        assert_eq!(expand(&any(&[" "]), &phrases), Err(Fault::MatchesAll));
    }
}
