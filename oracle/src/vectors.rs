//! Reading the reference vectors of `tests/vectors`, one CSV per function: C hex floats or integers, then a decimal.

use std::path::{Path, PathBuf};

use crate::big::Big;
use crate::generate::Point;

/// One line of a file.
#[derive(Clone, Debug)]
pub struct Vector {
    /// The line as it stands.
    pub line: String,
    /// The arguments.
    pub point: Point,
    /// The value, in decimal.
    pub expected: String,
}

/// The directory of the vectors.
#[must_use]
pub fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors")
}

/// The vectors of one file, if there is such a file: as many integers as `wholes` says, then C hex floats.
///
/// # Errors
/// A sentence that names the line which does not parse.
pub fn read(name: &str, wholes: usize) -> Result<Option<Vec<Vector>>, String> {
    let path = directory().join(name).with_extension("csv");
    if !path.exists() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    text.lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| {
            parse(line, wholes).ok_or_else(|| format!("{}: cannot read {line:?}", path.display()))
        })
        .collect::<Result<_, _>>()
        .map(Some)
}

fn parse(line: &str, wholes: usize) -> Option<Vector> {
    let (arguments, expected) = line.rsplit_once(',')?;
    let mut fields = arguments.split(',');
    let whole: Option<Vec<_>> = fields
        .by_ref()
        .take(wholes)
        .map(|x| x.parse().ok())
        .collect();
    let real: Option<Vec<_>> = fields.map(from_c_hex).collect();
    let point = Point {
        k: Point::whole(&whole?).k,
        ..Point::real(&real?)
    };
    Some(Vector {
        line: line.to_owned(),
        point,
        expected: expected.to_owned(),
    })
}

/// A C hex float, or `inf`.
#[must_use]
pub fn from_c_hex(text: &str) -> Option<f64> {
    let (sign, size) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    if size == "inf" {
        return Some(sign * f64::INFINITY);
    }
    let (digits, exponent) = size.strip_prefix("0x")?.split_once('p')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mantissa = u64::from_str_radix(&format!("{whole}{fraction}"), 16).ok()?;
    let power = exponent.parse::<i32>().ok()? - 4 * i32::try_from(fraction.len()).ok()?;
    // Both halves are exact: a mantissa of a double's 53 bits, and powers of two.
    let half = power / 2;
    Some(sign * mantissa as f64 * 2_f64.powi(half) * 2_f64.powi(power - half))
}

/// Decimals below ten to this power count as 0: far beyond the doubles, and dear to compute.
const LEAST: i64 = -10_000;

/// A decimal such as `-1.25e-7`, to the precision asked for; 0 below 10^-10000.
#[must_use]
pub fn from_decimal<B: Big>(text: &str, precision: u32) -> Option<B> {
    let (sign, size) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let (digits, exponent) = size.split_once('e').unwrap_or((size, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let power = exponent.parse::<i64>().ok()?;
    let power = power.saturating_sub(i64::try_from(fraction.len()).ok()?);
    if power < LEAST {
        return Some(B::from_f64(0.0, precision));
    }
    // Room for the digits themselves, so that they stay exact until the power of ten.
    let zero = B::from_f64(0.0, precision.max(4 * size.len() as u32));
    let mut mantissa = zero.clone();
    for digit in whole.chars().chain(fraction.chars()) {
        mantissa = mantissa * 10.0 + f64::from(digit.to_digit(10)?);
    }
    let mut scale = zero + 1.0;
    for _ in 0..power.unsigned_abs() {
        scale = scale * 10.0;
    }
    let size = if power < 0 {
        mantissa / scale
    } else {
        mantissa * scale
    };
    Some(size * sign)
}

#[cfg(test)]
mod tests {
    use super::{from_c_hex, from_decimal};
    use crate::big::{Big, Pure};
    use crate::table::c_hex;

    #[test]
    fn hex_floats_survive_the_round_trip() {
        for x in [0.0, 1.0, -0.1, 5e-324, 3e-310, f64::MAX, f64::INFINITY] {
            assert_eq!(from_c_hex(&c_hex(x)), Some(x));
        }
        assert_eq!(from_c_hex("0x1.8p+1"), Some(3.0));
        assert_eq!(from_c_hex("1.5"), None);
    }

    #[test]
    fn decimals_round_to_the_nearest_double() {
        for text in ["0.1", "-2.5e-7", "1e300", "4.9e-324", "123456789.123456789"] {
            let big = from_decimal::<Pure>(text, 300).expect("a decimal");
            assert_eq!(Some(big.to_f64()), text.parse().ok());
        }
        assert!(from_decimal::<Pure>("ten", 300).is_none());
    }
}
