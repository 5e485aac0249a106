//! Signatures: a message with its ids and numbers taken out, so that equal failures are equal texts.
//!
//! HTTP status codes and gRPC-like codes stay, because they tell failures apart; ports, counts, ids,
//! addresses, digests and ARNs go.

/// The signature of `text`: stable between captures, readable, and equal for repeats of one failure.
pub fn normalise(text: &str) -> String {
    let mut signature = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let taken =
            if starts_word(first) { word(rest, &mut signature) } else { separator(rest, &mut signature) };
        rest = &rest[taken..];
    }
    signature.truncate(signature.trim_end_matches(['.', ' ']).len());
    signature
}

fn starts_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
}

/// Copies one separator, folding white space and typographic quotes; returns the bytes consumed.
fn separator(rest: &str, signature: &mut String) -> usize {
    let Some(letter) = rest.chars().next() else { return 0 };
    match letter {
        '\u{2019}' => signature.push('\''),
        space if space.is_whitespace() => {
            if !signature.ends_with(' ') {
                signature.push(' ');
            }
        }
        other => signature.push(other),
    }
    letter.len_utf8()
}

fn word(rest: &str, signature: &mut String) -> usize {
    if rest.starts_with("arn:") {
        return replace(signature, "<arn>", arn_length(rest));
    }
    if let Some(digest) = rest.strip_prefix("sha256:") {
        return replace(signature, "sha256:<digest>", "sha256:".len() + hex_length(digest));
    }
    if let Some(length) = address_length(rest) {
        return replace(signature, "<ip>", length);
    }
    let length =
        rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')).unwrap_or(rest.len());
    let token = &rest[..length];
    if is_identifier(token) {
        signature.push_str("<id>");
    } else if token.bytes().all(|byte| byte.is_ascii_digit()) {
        if is_status_code(token, signature) {
            signature.push_str(token);
        } else {
            signature.push_str("<n>");
        }
    } else if let Some((kind, _)) = token.split_once('-').filter(|(_, id)| id.len() >= 8 && is_identifier(id))
    {
        signature.push_str(kind);
        signature.push_str("-<id>");
    } else {
        signature.push_str(token);
    }
    length
}

fn replace(signature: &mut String, mark: &str, length: usize) -> usize {
    signature.push_str(mark);
    length
}

fn arn_length(rest: &str) -> usize {
    let stops = |letter: char| letter.is_whitespace() || "()[]\"',;".contains(letter);
    let length = rest.find(stops).unwrap_or(rest.len());
    rest[..length].trim_end_matches(['.', ':']).len()
}

fn hex_length(text: &str) -> usize {
    text.find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(text.len())
}

/// Length of an IPv4 address with an optional port at the start of `text`.
fn address_length(text: &str) -> Option<usize> {
    let end = text.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(text.len());
    let address = text[..end].trim_end_matches('.');
    let octets = address.split('.').filter(|octet| (1..=3).contains(&octet.len())).count();
    if octets != 4 || address.split('.').count() != 4 {
        return None;
    }
    let port = text[address.len()..].strip_prefix(':').map_or(0, |rest| {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        if digits > 0 { digits + 1 } else { 0 }
    });
    Some(address.len() + port)
}

/// Hexadecimal ids with or without hyphens, and long mixed ones (`1a8535460cea4823915a`, UUIDs).
fn is_identifier(token: &str) -> bool {
    token.len() >= 8
        && token.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        && token.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a number is a status code, which says what failed: `codes: [503]`, `StatusCode: 0`, `403 …`
/// after a colon or bracket.
fn is_status_code(digits: &str, before: &str) -> bool {
    let stated = before.ends_with("StatusCode: ") || before.ends_with("status code: ");
    let shaped = digits.len() == 3 && matches!(digits.as_bytes()[0], b'1'..=b'5');
    let placed = before.ends_with('[')
        || before.ends_with("]: ")
        || before.ends_with('(')
        || before.ends_with("code ");
    stated || (shaped && placed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_of_one_failure_have_one_signature() {
        let first = normalise(
            "(service web) (task 9d85800c30b349039d104d52b506b930) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/a/4d2246e3635cc45b) due to (reason Health checks failed with these codes: [503]).",
        );
        let second = normalise(
            "(service web) (task 11111111111111111111111111111111) (port 8081) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/a/4d2246e3635cc45b) due to (reason Health checks failed with these codes: [503])",
        );
        assert_eq!(first, second);
        assert!(first.contains("[503]") && first.contains("(task <id>)"), "{first}");
    }

    #[test]
    fn what_tells_failures_apart_stays() {
        let with = |code: &str| normalise(&format!("checks failed with these codes: [{code}]"));
        assert_ne!(with("404"), with("503"));
        assert_ne!(normalise("StatusCode: 0"), normalise("StatusCode: 400"));
        assert_ne!(normalise("image web:v1: not found"), normalise("image api:v1: not found"));
    }

    #[test]
    fn ids_addresses_digests_and_counts_go() {
        assert_eq!(normalise("dial tcp 172.16.54.241:443: i/o timeout"), "dial tcp <ip>: i/o timeout");
        assert_eq!(normalise("a@sha256:5de487da: not found."), "a@sha256:<digest>: not found");
        assert_eq!(normalise("has started 12 tasks"), "has started <n> tasks");
        assert_eq!(
            normalise("Host EC2 (instance i-0da6526579af3bd1b) terminated."),
            "Host EC2 (instance i-<id>) terminated"
        );
        assert_eq!(normalise("RequestId: 4b3e6a1c-1111-2222-3333-abcdefabcdef"), "RequestId: <id>");
        assert_eq!(normalise("\u{fffd}\u{1f600} ünïcode"), "\u{fffd}\u{1f600} ünïcode");
    }
}
