//! Names, labels, ids and quantities that a Kubernetes API server would accept, made from what ECS says.
//!
//! The rule for a name: lower case; every run of characters outside `a-z0-9-` becomes one hyphen; hyphens
//! at the ends are dropped; what is longer than 63 characters is cut, and eight hexadecimal digits of a hash
//! of the whole are put behind. The same text always gives the same name.

use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1;

use crate::model::arn;
use crate::model::time::Time;

/// The longest DNS label, and the longest label value. Source: RFC 1123, Kubernetes object names.
const LONGEST: usize = 63;
/// CPU units of ECS in one vCPU.
const UNITS_PER_CPU: i64 = 1024;

/// A legal object, container or volume name for `text`; `ecs-` and a hash when nothing in it can stand in one.
pub fn name(text: &str) -> String {
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let joined = parts.join("-");
    // Doubled hyphens are legal: a text that is a legal name already stays as it is.
    if is_name(text) {
        return text.to_owned();
    }
    if joined.is_empty() {
        return format!("ecs-{:08x}", hash(text, 0) >> 32);
    }
    fit(joined, text)
}

/// Whether `text` is a legal DNS label as it is.
pub fn is_name(text: &str) -> bool {
    let inside = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    inside && text.len() <= LONGEST && ends_are_alphanumeric(text)
}

/// A legal label value for `text`; other scripts than ASCII leave a hash.
pub fn label_value(text: &str) -> String {
    if is_label_value(text) {
        return text.to_owned();
    }
    let swapped: String = text
        .chars()
        .map(|character| {
            if character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.') {
                character
            } else {
                '-'
            }
        })
        .collect();
    let trimmed = swapped.trim_matches(|character: char| !character.is_ascii_alphanumeric());
    if text.is_ascii() {
        return fit(trimmed.to_owned(), text);
    }
    // What is left of two texts in another script may be the same; their hashes are not.
    let told_apart = format!("{trimmed}-{:08x}", hash(text, 0) >> 32);
    fit(told_apart.trim_start_matches('-').to_owned(), text)
}

/// Whether `text` may be a label's value as it is.
pub fn is_label_value(text: &str) -> bool {
    let inside = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    text.is_empty() || (inside && text.len() <= LONGEST && ends_are_alphanumeric(text))
}

/// Whether `text` may be the key of a label or annotation as it is: a name, or a DNS name, `/` and a name.
pub fn is_label_key(text: &str) -> bool {
    let (prefix, key) = text.split_once('/').map_or((None, text), |(prefix, key)| (Some(prefix), key));
    let prefixed = prefix.is_none_or(|prefix| prefix.len() <= 253 && prefix.split('.').all(is_name));
    prefixed && !key.is_empty() && is_label_value(key)
}

fn ends_are_alphanumeric(text: &str) -> bool {
    let alphanumeric = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    alphanumeric(text.bytes().next()) && alphanumeric(text.bytes().last())
}

fn fit(text: String, whole: &str) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    let head = &text[..text.floor_char_boundary(LONGEST - 9)];
    format!("{}-{:08x}", head.trim_end_matches('-'), hash(whole, 0) >> 32)
}

/// The name of the ReplicaSet of a deployment or task set: `<service>-<revision>-<end of its id>`, the
/// revision's number and the last eight characters of the id. A forced deployment has the revision of the
/// one before it, so the id must tell them apart.
pub fn replica_set(service: &str, revision: Option<&str>, id: &str) -> String {
    let number = revision.and_then(|revision| arn::family_and_number(revision).1);
    let number = number.map_or_else(String::new, |number| format!("-{number}"));
    let id = arn::name(id);
    let tail = &id[id.ceil_char_boundary(id.len().saturating_sub(8))..];
    name(&format!("{service}{number}-{tail}"))
}

/// An id in the form of a UUID that is always the same for the same text.
pub fn uid(text: &str) -> String {
    let (high, low) = (hash(text, 0), hash(text, 1));
    format!(
        "{:08x}-{:04x}-8{:03x}-a{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        (low >> 48) & 0xfff,
        low & 0xffff_ffff_ffff
    )
}

/// FNV-1a with a seed: stable over releases, which the standard hasher is not.
fn hash(text: &str, seed: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    text.bytes().fold(start, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Kubernetes keeps whole seconds.
pub fn time(time: Time) -> v1::Time {
    v1::Time(seconds(time))
}

/// The whole second that `time` lies in.
pub fn seconds(time: Time) -> Timestamp {
    let millisecond = time.0.as_millisecond();
    Timestamp::from_second(millisecond.div_euclid(1000)).unwrap_or(time.0)
}

/// CPU units as a quantity: 1024 units are one CPU. Kubernetes counts no less than thousandths, so what is
/// between two of them is rounded up.
pub fn cpu(units: i64) -> Quantity {
    let milli = units.saturating_mul(1000).saturating_add(UNITS_PER_CPU - 1).div_euclid(UNITS_PER_CPU);
    Quantity(if milli % 1000 == 0 { (milli / 1000).to_string() } else { format!("{milli}m") })
}

/// MiB as a quantity, in the largest unit that needs no fraction, as Kubernetes writes it.
pub fn memory(mebibytes: i64) -> Quantity {
    const UNITS: [(&str, i64); 3] = [("Ti", 1 << 20), ("Gi", 1 << 10), ("Mi", 1)];
    let fitting = UNITS.iter().find(|(_, size)| mebibytes != 0 && mebibytes % size == 0);
    Quantity(fitting.map_or_else(|| "0".to_owned(), |(unit, size)| format!("{}{unit}", mebibytes / size)))
}

/// A count as Kubernetes holds it.
pub fn count(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { 0 } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legal_name_stays_and_any_other_becomes_one() {
        for legal in ["web", "a--b", "0c9d", "web-42"] {
            assert_eq!(name(legal), legal);
        }
        assert_eq!(name("Web_App:42"), "web-app-42");
        assert_eq!(name("-x-"), "x");
        assert!(is_name(&name("日本")) && name("日本") != name("本日"));
        let long = name(&"A".repeat(300));
        assert!(is_name(&long), "{long}");
        assert_ne!(long, name(&"A".repeat(299)));
    }

    #[test]
    fn label_values_and_keys_follow_their_syntax() {
        assert_eq!(label_value("ecs-svc/123"), "ecs-svc-123");
        assert_eq!(label_value("Mixed_Case.1"), "Mixed_Case.1");
        assert!(is_label_value(&label_value(&"x:".repeat(60))));
        assert!(is_label_value(&label_value("名前")));
        assert_ne!(label_value("tag-名前"), label_value("tag-部署"));
        assert!(is_label_key("ecs/service") && is_label_key("team"));
        assert!(
            !is_label_key("aws:cloudformation:stack-name") && !is_label_key("a/b/c") && !is_label_key("")
        );
    }

    #[test]
    fn replica_sets_of_one_revision_have_different_names() {
        let one =
            replica_set("web", Some("arn:aws:ecs:r:1:task-definition/web:42"), "ecs-svc/6216346761948112104");
        assert_eq!(one, "web-42-48112104");
        assert_ne!(one, replica_set("web", Some("web:42"), "ecs-svc/6216346761948112105"));
        assert_eq!(replica_set("Web_App", None, "x"), "web-app-x");
    }

    #[test]
    fn quantities_are_canonical() {
        assert_eq!((cpu(1024).0, cpu(256).0, cpu(10).0), ("1".into(), "250m".into(), "10m".into()));
        assert_eq!(
            (memory(512).0, memory(1024).0, memory(1536).0),
            ("512Mi".into(), "1Gi".into(), "1536Mi".into())
        );
        assert_eq!((cpu(0).0, memory(0).0), ("0".into(), "0".into()));
    }

    #[test]
    fn ids_are_stable_and_distinct() {
        assert_eq!(uid("a"), uid("a"));
        assert_ne!(uid("a"), uid("b"));
        assert_eq!(uid("a").len(), 36);
    }
}
