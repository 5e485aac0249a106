//! Finding a page: by name, by class, by a text that ECS wrote, or by words that it is about.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::{Handbook, Page};
use crate::diagnosis::Confidence;
use crate::diagnosis::knowledge::{Knowledge, Owner};
use crate::diagnosis::text;

/// What a reader gets.
#[derive(Debug)]
pub enum Found {
    /// The page, and others about the same class.
    Page(&'static Page, Vec<&'static Page>),
    /// No page; these are near.
    Near(Vec<&'static Page>),
}

/// How many near ones are offered.
const NEAR: usize = 5;

/// How much a hit in each part of a page counts.
const WEIGHTS: [u32; 3] = [4, 3, 1];

/// The shortest text that is looked for inside the texts of pages: shorter ones are in many.
const SHORTEST: usize = 12;

impl Handbook {
    /// The page that `wish` names: a class, a page, or a text that ECS wrote. What only may be meant comes after
    /// pages that quote the text.
    pub fn find(self, wish: &str, knowledge: &Knowledge, owner: Owner<'_>) -> Found {
        let wish = wish.trim();
        let about = |class: &str| knowledge.find(class).map(|known| self.about(known.class, owner));
        let read = knowledge.read(wish, None, owner);
        let stated = read.filter(|reading| reading.confidence < Confidence::Possible);
        let pages = about(wish)
            .or_else(|| Some(vec![self.named(wish)?]))
            .or_else(|| about(stated?.cause.class))
            .or_else(|| some(self.quoting(wish)))
            .or_else(|| about(read?.cause.class))
            .filter(|pages| !pages.is_empty());
        match pages {
            Some(mut pages) => {
                let rest = pages.split_off(1);
                Found::Page(pages[0], rest)
            }
            None => Found::Near(self.search(wish).into_iter().take(NEAR).collect()),
        }
    }

    /// The pages that the text of `page` names, by a class or by their own name, in its order.
    pub fn named_in(self, page: &Page, owner: Owner<'_>) -> Vec<&'static Page> {
        let mut named: Vec<&Page> = Vec::new();
        for name in page.body.split('`').skip(1).step_by(2).filter(|words| words.contains('.')) {
            let on_class = self.about(name, owner).into_iter().find(|page| page.classes.contains(&name));
            let found = on_class.or_else(|| self.named(name));
            let new = |other: &&Page| {
                other.id() != page.id() && !named.iter().any(|known| known.id() == other.id())
            };
            named.extend(found.filter(new));
        }
        named
    }

    /// Pages that hold this text among theirs, or hold one that stands in it.
    fn quoting(self, wish: &str) -> Vec<&'static Page> {
        let wish = text::fold(wish);
        if wish.len() < SHORTEST {
            return Vec::new();
        }
        let holds = |page: &&'static Page| {
            let mut known = page.strings.iter().chain([&page.title]).map(|known| text::fold(known));
            known.any(|known| known.contains(&wish))
        };
        self.pages().filter(holds).collect()
    }

    /// Pages about all of these words, the best first. Words may be misspelt in names, titles and texts of
    /// ECS; in the Markdown they count as they are.
    pub fn search(self, words: &str) -> Vec<&'static Page> {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut hits: Vec<(u32, &Page)> =
            self.pages().filter_map(|page| Some((score(page, words, &mut matcher)?, page))).collect();
        hits.sort_by_key(|(score, page)| (std::cmp::Reverse(*score), page.name));
        hits.into_iter().map(|(_, page)| page).collect()
    }
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// The sum over the words of the best part of the page; nothing when a word is nowhere.
fn score(page: &Page, words: &str, matcher: &mut Matcher) -> Option<u32> {
    let names: Vec<&str> = [page.name, page.title].into_iter().chain(page.classes.iter().copied()).collect();
    let parts = [
        (names, AtomKind::Fuzzy),
        (page.strings.to_vec(), AtomKind::Fuzzy),
        (vec![page.body], AtomKind::Substring),
    ];
    let mut sum = 0;
    for word in words.split_whitespace() {
        let best = parts.iter().zip(WEIGHTS).filter_map(|((texts, kind), weight)| {
            let pattern = Pattern::new(word, CaseMatching::Ignore, Normalization::Smart, *kind);
            let hits = texts.iter().filter_map(|text| {
                let mut letters = Vec::new();
                let score = pattern.score(Utf32Str::new(text, &mut letters), matcher)?;
                is_close(score, word).then_some(score)
            });
            hits.max().map(|score| score * weight)
        });
        sum += best.max()?;
    }
    (sum > 0).then_some(sum)
}

/// Whether a fuzzy hit is more than letters strewn over a sentence: a word found as it is scores about 16 a
/// letter and more (the matcher's own constants), gaps take from it.
fn is_close(score: u32, word: &str) -> bool {
    let letters = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
    score >= letters.saturating_mul(13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_a_page_names_are_told_once_and_without_itself() {
        let page = |body| Page {
            name: "mine",
            title: "",
            classes: &[],
            strings: &[],
            see: &[],
            body,
            home: super::super::Home::BuiltIn,
        };
        let named = |body| {
            let named = Handbook::BUILT_IN.named_in(&page(body), Owner::default());
            named.iter().map(|page| page.name).collect::<Vec<_>>()
        };
        let body = "Not `run.segfault` but `image.not_found`, or `init.efs_dns`:\n```sh read\naws ecs x.y\n```\n`run.segfault` again";
        assert_eq!(named(body), ["run.segfault", "image.not_found", "init.efs"]);
        assert_eq!(named("run.segfault, `index.html`, ``"), [""; 0]);
        let ours = Handbook::BUILT_IN.named("run.segfault").unwrap();
        assert!(
            Handbook::BUILT_IN.named_in(ours, Owner::default()).iter().all(|page| page.name != ours.name)
        );
    }

    fn opened(wish: &str) -> Option<&'static str> {
        match Handbook::BUILT_IN.find(wish, &Knowledge::BUILT_IN, Owner::default()) {
            Found::Page(page, _) => Some(page.name),
            Found::Near(_) => None,
        }
    }

    #[test]
    fn a_page_is_found_by_name_class_and_text() {
        assert_eq!(opened("image.not_found"), Some("image.not_found"));
        assert_eq!(opened("CannotPullImageManifestError"), Some("image.not_found"));
        let text = "(service web) was unable to place a task. Reason: You\u{2019}ve reached the limit on the number of vCPUs you can run concurrently.";
        let page = opened(text).and_then(|name| Handbook::BUILT_IN.named(name)).expect("a page");
        assert!(page.classes.contains(&"place.quota"), "{page:?}");
        assert_eq!(opened("no such thing"), None);
        assert_eq!(opened(""), None);
    }

    #[test]
    fn words_may_be_misspelt_and_all_of_them_count() {
        let first = |words: &str| Handbook::BUILT_IN.search(words).first().map(|page| page.name);
        assert_eq!(first("rate limited"), Some("image.rate_limited"));
        assert_eq!(first("exec forma"), Some("image.arch_exec_format"));
        assert_eq!(first("xyzzyqq"), None);
    }
}
