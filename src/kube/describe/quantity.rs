//! The size of a resource quantity, to compare two of them.

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

/// Suffixes and what they multiply by, in thousandths. Source: Kubernetes API, `Quantity`.
const SUFFIXES: [(&str, i128); 14] = [
    ("Ki", 1000 << 10),
    ("Mi", 1000 << 20),
    ("Gi", 1000 << 30),
    ("Ti", 1000 << 40),
    ("Pi", 1000 << 50),
    ("Ei", 1000 << 60),
    ("m", 1),
    ("k", 1_000_000),
    ("M", 1_000_000_000),
    ("G", 1_000_000_000_000),
    ("T", 1_000_000_000_000_000),
    ("P", 1_000_000_000_000_000_000),
    ("E", 1_000_000_000_000_000_000_000),
    ("", 1000),
];

/// The quantity in thousandths (`500m` is 500, `1` is 1000); absent when it is not a whole number of them
/// or is written with an exponent.
pub fn thousandths(quantity: &Quantity) -> Option<i128> {
    let text = quantity.0.trim();
    let (digits, factor) =
        SUFFIXES.iter().find_map(|(suffix, factor)| Some((text.strip_suffix(suffix)?, factor)))?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let scale = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let number: i128 = format!("{whole}{fraction}").parse().ok()?;
    let product = number.checked_mul(*factor)?;
    (product % scale == 0).then_some(product / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_quantities() {
        let size = |text: &str| thousandths(&Quantity(text.to_owned()));
        assert_eq!(size("500m"), Some(500));
        assert_eq!(size("0.5"), Some(500));
        assert_eq!(size("1Gi"), size("1024Mi"));
        assert_eq!(size("1G"), size("1000M"));
        assert_eq!(size("1"), Some(1000));
        for wrong in ["", "Mi", "1e3", "one", "0.00001"] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }
}
