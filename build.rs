//! Makes static tables out of the handbook, so that starting the program reads no page.
//!
//! A page that cannot be read, a class that is defined twice or a signature that could never match stops the
//! build with the file and the line.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use front_matter::{Broken, Definition, FrontMatter, Phrases, Signature};

// Not everything that the program needs of these is needed here.
#[path = "src/handbook/front_matter.rs"]
#[expect(dead_code, reason = "the program uses the rest")]
mod front_matter;
#[path = "src/diagnosis/text.rs"]
#[expect(dead_code, reason = "the program uses the rest")]
mod text;
#[path = "src/diagnosis/vocabulary.rs"]
mod vocabulary;

/// A page and its file.
struct Page {
    path: PathBuf,
    name: String,
    front: FrontMatter,
    body: String,
}

fn main() {
    for path in [
        "assets/handbook",
        "src/handbook/front_matter.rs",
        "src/diagnosis/text.rs",
        "src/diagnosis/vocabulary.rs",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    if let Err(why) = generate() {
        println!("cargo::error={why}");
        std::process::exit(1);
    }
}

fn generate() -> Result<(), String> {
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|error| error.to_string())?);
    let shared = Path::new("assets/handbook/phrases.yaml");
    let phrases = front_matter::phrases(&read(shared)?).map_err(|broken| at(shared, &broken))?;
    let pages = pages(Path::new("assets/handbook/en"))?;
    write(&out.join("causes.rs"), &causes(&pages, &phrases)?)?;
    write(&out.join("pages.rs"), &listed(&pages, page))
}

fn pages(folder: &Path) -> Result<Vec<Page>, String> {
    let files = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths.into_iter().map(parse).collect()
}

fn parse(path: PathBuf) -> Result<Page, String> {
    let text = read(&path)?;
    let parsed = front_matter::parse(&text).map_err(|broken| at(&path, &broken))?;
    let (front, body) = (parsed.front, parsed.body.to_owned());
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Page { path, name, front, body })
}

/// All classes in the order of reading.
fn causes(pages: &[Page], phrases: &Phrases) -> Result<String, String> {
    let mut ordered: BTreeMap<u32, (&str, String)> = BTreeMap::new();
    let mut homes: BTreeMap<&str, &Path> = BTreeMap::new();
    for page in pages {
        for definition in page.front.classes.iter().filter_map(|class| class.definition.as_ref()) {
            let class = definition.class.as_str();
            let wrong = |what: &str| format!("{}: {class}: {what}", page.path.display());
            if let Some(other) = homes.insert(class, &page.path) {
                return Err(wrong(&format!("is defined in {} too", other.display())));
            }
            let precedence = definition.precedence.ok_or_else(|| wrong("has no precedence"))?;
            let code = cause(definition, phrases).map_err(|what| wrong(&what))?;
            if let Some((other, _)) = ordered.insert(precedence, (class, code)) {
                return Err(wrong(&format!("has the precedence of {other}, {precedence}")));
            }
        }
    }
    let known = pages.iter().flat_map(|page| page.front.classes.iter().map(move |class| (page, class)));
    for (page, class) in known {
        if !homes.contains_key(class.name.as_str()) {
            return Err(format!("{}: {}: no page defines this class", page.path.display(), class.name));
        }
    }
    let rows: Vec<String> = ordered.into_values().map(|(_, code)| code).collect();
    Ok(listed(&rows, String::clone))
}

fn cause(definition: &Definition, phrases: &Phrases) -> Result<String, String> {
    let summary = definition.summary.as_ref().ok_or("has no summary")?;
    let kubernetes = definition.kubernetes.as_ref().ok_or("has no word of Kubernetes")?;
    let signatures = definition.signatures.iter().map(|one| signature(one, phrases));
    let signatures: Vec<String> = signatures.collect::<Result<_, _>>()?;
    let next: Vec<String> = definition.next.iter().map(|next| format!("Next::{next:?}")).collect();
    Ok(format!(
        "Cause {{ class: {:?}, summary: Summary::Key({summary:?}), role: Role::{:?}, \
         kubernetes: Some(KubernetesReason {{ reason: {:?}, exact: {} }}), next: {}, signatures: {} }}",
        definition.class,
        definition.role,
        kubernetes.reason,
        kubernetes.exact,
        listed(&next, String::clone),
        listed(&signatures, String::clone),
    ))
}

fn signature(signature: &Signature, phrases: &Phrases) -> Result<String, String> {
    let folded = |any| -> Result<Vec<String>, String> {
        let words = front_matter::expand(any, phrases).map_err(|fault| format!("{fault:?}"))?;
        Ok(words.iter().map(|word| text::fold(word)).collect())
    };
    let all: Vec<Vec<String>> = signature.all.iter().map(folded).collect::<Result<_, _>>()?;
    if all.is_empty() && signature.is.is_empty() {
        return Err("a signature without a text would match everything".to_owned());
    }
    let not: Vec<Vec<String>> = signature.not.iter().map(folded).collect::<Result<_, _>>()?;
    let quoted = |words: &Vec<String>| listed(words, |word| format!("{word:?}"));
    let places: Vec<String> = signature.fields.iter().map(|place| format!("Place::{place:?}")).collect();
    Ok(format!(
        "Signature {{ all: {}, is: {}, not: {}, confidence: Confidence::{:?}, places: {} }}",
        listed(&all, quoted),
        listed(&signature.is, |word| format!("{:?}", text::fold(word))),
        quoted(&not.concat()),
        signature.confidence,
        listed(&places, String::clone),
    ))
}

fn page(page: &Page) -> String {
    let quoted = |words: &[String]| listed(words, |word| format!("{word:?}"));
    format!(
        "Page {{ name: {:?}, title: {:?}, classes: {}, strings: {}, see: {}, body: {:?}, home: Home::BuiltIn }}",
        page.name,
        page.front.title,
        listed(&page.front.classes, |class| format!("{:?}", class.name)),
        quoted(&page.front.strings),
        quoted(&page.front.see),
        page.body,
    )
}

/// A static slice, an item a line.
fn listed<T>(items: &[T], code: impl Fn(&T) -> String) -> String {
    let mut list = "&[".to_owned();
    for item in items {
        // Writing to a String cannot fail.
        let _ = writeln!(list, "{},", code(item));
    }
    list + "]"
}

fn at(path: &Path, broken: &Broken) -> String {
    format!("{}:{}: {:?}", path.display(), broken.line, broken.fault)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
