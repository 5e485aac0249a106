//! Ages as kubectl writes them: `31s`, `3m11s`, `15m`, `2d4h`.

/// Seconds in a minute, hour, day and year of 365 days.
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// What stands where there is no point in time.
pub const UNKNOWN: &str = "<unknown>";

/// Writes an age of whole seconds. The two units shrink to one as the age grows.
/// Source: `HumanDuration` of k8s.io/apimachinery.
pub fn human(seconds: i64) -> String {
    match seconds {
        ..-1 => "<invalid>".to_owned(),
        -1 => "0s".to_owned(),
        0..120 => format!("{seconds}s"),
        120..600 => pair(seconds, (MINUTE, "m"), (1, "s")),
        600..10_800 => format!("{}m", seconds / MINUTE),
        10_800..28_800 => pair(seconds, (HOUR, "h"), (MINUTE, "m")),
        28_800..172_800 => format!("{}h", seconds / HOUR),
        172_800..691_200 => pair(seconds, (DAY, "d"), (HOUR, "h")),
        691_200..63_072_000 => format!("{}d", seconds / DAY),
        63_072_000..252_288_000 => pair(seconds, (YEAR, "y"), (DAY, "d")),
        _ => format!("{}y", seconds / YEAR),
    }
}

/// The age at `now` of something that happened at `then`; unknown when either is.
pub fn since(then: Option<jiff::Timestamp>, now: Option<jiff::Timestamp>) -> String {
    match (then, now) {
        (Some(then), Some(now)) => human(now.duration_since(then).as_secs()),
        _ => UNKNOWN.to_owned(),
    }
}

fn pair(seconds: i64, large: (i64, &str), small: (i64, &str)) -> String {
    let rest = seconds % large.0 / small.0;
    if rest == 0 {
        return format!("{}{}", seconds / large.0, large.1);
    }
    format!("{}{}{rest}{}", seconds / large.0, large.1, small.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_kubectl() {
        let vectors = [
            (-2, "<invalid>"),
            (-1, "0s"),
            (0, "0s"),
            (119, "119s"),
            (120, "2m"),
            (121, "2m1s"),
            (599, "9m59s"),
            (600, "10m"),
            (601, "10m"),
            (10_799, "179m"),
            (10_800, "3h"),
            (28_799, "7h59m"),
            (28_800, "8h"),
            (172_799, "47h"),
            (172_800, "2d"),
            (176_400, "2d1h"),
            (691_199, "7d23h"),
            (691_200, "8d"),
            (63_071_999, "729d"),
            (63_072_000, "2y"),
            (63_158_400, "2y1d"),
            (252_287_999, "7y364d"),
            (252_288_000, "8y"),
        ];
        for (seconds, text) in vectors {
            assert_eq!(human(seconds), text, "{seconds}");
        }
    }

    #[test]
    fn a_missing_moment_has_no_age() {
        assert_eq!(since(None, Some(jiff::Timestamp::UNIX_EPOCH)), UNKNOWN);
        assert_eq!(since(Some(jiff::Timestamp::UNIX_EPOCH), None), UNKNOWN);
    }
}
