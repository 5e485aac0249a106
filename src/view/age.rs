//! Times and durations as a person reads them: ages as kubectl writes them, clock times in UTC.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::ViewContext;
use crate::model::time::Time;
use crate::msg;

/// A duration with at most two units: `34s`, `3m11s`, `9m`, `2h5m`, `4d`; seconds are left out from ten
/// minutes on, minutes from a day on.
pub fn duration(ctx: &ViewContext<'_>, length: SignedDuration) -> String {
    let seconds = length.as_secs().max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    let message = match () {
        () if seconds < 60 => msg!("duration-seconds", seconds = seconds),
        () if minutes < 10 && seconds % 60 != 0 => {
            msg!("view-minutes-seconds", minutes = minutes, seconds = seconds % 60)
        }
        () if hours < 1 => msg!("view-minutes", minutes = minutes),
        () if days < 1 && minutes % 60 != 0 => {
            msg!("view-hours-minutes", hours = hours, minutes = minutes % 60)
        }
        () if days < 1 => msg!("view-hours", hours = hours),
        () if days < 8 && hours % 24 != 0 => msg!("view-days-hours", days = days, hours = hours % 24),
        () => msg!("view-days", days = days),
    };
    ctx.words.say(&message)
}

/// The age of `at`, counted from the capture; nothing when either is not known.
pub fn age(ctx: &ViewContext<'_>, at: Option<Time>) -> Option<String> {
    Some(duration(ctx, ctx.now?.since(at?)))
}

/// `14:02:11` in UTC; with the date when it is not the day of the capture.
pub fn clock(ctx: &ViewContext<'_>, at: Time) -> String {
    let moment = at.0.to_zoned(TimeZone::UTC);
    let same_day = ctx.now.is_some_and(|now| now.0.to_zoned(TimeZone::UTC).date() == moment.date());
    let format = if same_day { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
    moment.strftime(format).to_string()
}

/// `14:02:11Z`, with the date before it: the full moment, for a header.
pub fn moment(at: Time) -> String {
    at.0.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn ages_have_at_most_two_units() {
        let words = Words::english();
        let ctx = ViewContext { words: &words, width: 80, now: None };
        let cases = [
            (0, "0s"),
            (59, "59s"),
            (60, "1m"),
            (191, "3m11s"),
            (659, "10m"),
            (3_600, "1h"),
            (7_500, "2h5m"),
            (90_000, "1d1h"),
            (864_000, "10d"),
            (-5, "0s"),
        ];
        for (seconds, said) in cases {
            assert_eq!(duration(&ctx, SignedDuration::from_secs(seconds)), said, "{seconds}");
        }
    }
}
