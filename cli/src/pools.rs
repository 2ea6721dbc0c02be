//! Reading a reward log into one pool of samples for each prompt.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::ops::Range;

use csv::{ByteRecord, ErrorKind, Position, ReaderBuilder};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::fault::Fault;

/// Which file, and which of its columns.
pub(crate) struct Columns<'a> {
    pub(crate) file: &'a str,
    pub(crate) prompt: &'a str,
    pub(crate) proxy: &'a str,
    pub(crate) gold: Option<&'a str>,
}

/// The rewards of a log, grouped by prompt, prompts in the order of their first sample.
pub(crate) struct Pools {
    starts: Vec<usize>,
    proxy: Vec<f64>,
    gold: Option<Vec<f64>>,
}

impl Pools {
    pub(crate) fn prompts(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn samples(&self) -> usize {
        self.proxy.len()
    }

    pub(crate) fn has_gold(&self) -> bool {
        self.gold.is_some()
    }

    /// Proxy and gold of each prompt.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[f64], Option<&[f64]>)> {
        self.ranges().map(|range| {
            let gold = self.gold.as_ref().map(|gold| &gold[range.clone()]);
            (&self.proxy[range], gold)
        })
    }

    /// Proxy and gold of all samples, pool by pool.
    pub(crate) fn columns(&self) -> (&[f64], Option<&[f64]>) {
        (&self.proxy, self.gold.as_deref())
    }

    pub(crate) fn sizes(&self) -> impl Iterator<Item = usize> {
        self.ranges().map(|range| range.len())
    }

    /// Smallest and largest proxy of all samples.
    pub(crate) fn range(&self) -> (f64, f64) {
        let low = self.proxy.iter().copied().fold(f64::INFINITY, f64::min);
        let high = self.proxy.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (low, high)
    }

    fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        self.starts.windows(2).map(|pair| pair[0]..pair[1])
    }
}

/// Reads the whole log, or stops at the first fault.
pub(crate) fn read(columns: &Columns<'_>) -> Result<Pools, Fault> {
    if columns.file == "-" {
        return parse(columns, "standard input", io::stdin().lock());
    }
    let cannot = |e: io::Error| Fault::new(format!("{}: cannot read: {e}", columns.file));
    let file = File::open(columns.file).map_err(cannot)?;
    let length = file.metadata().map_err(cannot)?.len();
    let bar = progress(length);
    let pools = parse(columns, columns.file, bar.wrap_read(file));
    bar.finish_and_clear();
    pools
}

fn progress(length: u64) -> ProgressBar {
    let target = if io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(10)
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("reading {bar:40} {bytes}/{total_bytes} {eta}");
    ProgressBar::with_draw_target(Some(length), target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn parse(columns: &Columns<'_>, name: &str, input: impl Read) -> Result<Pools, Fault> {
    let mut reader = ReaderBuilder::new()
        .buffer_capacity(1 << 18)
        .from_reader(input);
    let header = reader
        .byte_headers()
        .map_err(|e| csv_fault(name, &e))?
        .clone();
    if header.is_empty() {
        return Err(Fault::new(format!("{name}: empty, expected a header line")));
    }
    let prompt = find(name, &header, columns.prompt)?;
    let proxy = find(name, &header, columns.proxy)?;
    let gold = columns
        .gold
        .map(|gold| find(name, &header, gold))
        .transpose()?;

    let mut ids = Ids::default();
    let mut prompt_of: Vec<u32> = Vec::new();
    let mut proxies: Vec<f64> = Vec::new();
    let mut golds: Vec<f64> = Vec::new();
    let mut record = ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|e| csv_fault(name, &e))?
    {
        let cell = |index: usize, column: &str| Cell {
            file: name,
            position: record.position(),
            column: column.to_owned(),
            bytes: record.get(index).unwrap_or_default().to_vec(),
        };
        let number = |index: usize, column: &str| {
            let bytes = record.get(index).unwrap_or_default().trim_ascii();
            match fast_float2::parse::<f64, _>(bytes) {
                Ok(x) if x.is_finite() => Ok(x),
                _ => Err(cell(index, column).expected("a finite number")),
            }
        };
        proxies.push(number(proxy, columns.proxy)?);
        if let (Some(index), Some(column)) = (gold, columns.gold) {
            golds.push(number(index, column)?);
        }
        let id = record.get(prompt).unwrap_or_default();
        let known = ids.of(id);
        let known = known.ok_or_else(|| cell(prompt, columns.prompt).expected("UTF-8 text"))?;
        prompt_of.push(known);
    }
    if proxies.is_empty() {
        return Err(Fault::new(format!(
            "{name}: no samples after the header, expected one a row"
        )));
    }
    Ok(group(
        ids.count(),
        &prompt_of,
        proxies,
        columns.gold.map(|_| golds),
    ))
}

/// Stable counting sort by prompt.
fn group(prompts: usize, prompt_of: &[u32], proxy: Vec<f64>, gold: Option<Vec<f64>>) -> Pools {
    let mut starts = vec![0; prompts + 1];
    for prompt in prompt_of {
        starts[*prompt as usize + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let arrange = |column: Vec<f64>| {
        if prompt_of.is_sorted() {
            return column;
        }
        let mut next = starts.clone();
        let mut out = vec![0.0; column.len()];
        for (prompt, x) in prompt_of.iter().zip(column) {
            let place = &mut next[*prompt as usize];
            out[*place] = x;
            *place += 1;
        }
        out
    };
    Pools {
        proxy: arrange(proxy),
        gold: gold.map(arrange),
        starts,
    }
}

/// Numbers for prompt texts, in the order they appear.
#[derive(Default)]
struct Ids {
    known: HashMap<Box<[u8]>, u32>,
    last: Option<(Box<[u8]>, u32)>,
}

impl Ids {
    /// `None` for text that is not UTF-8. Rows of one prompt mostly follow each other: the last is tried first.
    fn of(&mut self, text: &[u8]) -> Option<u32> {
        match &self.last {
            Some((last, id)) if **last == *text => return Some(*id),
            _ => {}
        }
        let id = match self.known.get(text) {
            Some(id) => *id,
            None => {
                std::str::from_utf8(text).ok()?;
                let id = u32::try_from(self.known.len()).ok()?;
                self.known.insert(text.into(), id);
                id
            }
        };
        self.last = Some((text.into(), id));
        Some(id)
    }

    fn count(&self) -> usize {
        self.known.len()
    }
}

fn find(file: &str, header: &ByteRecord, column: &str) -> Result<usize, Fault> {
    let mut places = header
        .iter()
        .enumerate()
        .filter(|(_, name)| name.trim_ascii() == column.as_bytes());
    let there: Vec<String> = header
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim().to_owned())
        .collect();
    match (places.next(), places.next()) {
        (Some((index, _)), None) => Ok(index),
        (Some(_), Some(_)) => Err(Fault::new(format!(
            "{file}:1: column \"{column}\" appears more than once in the header, expected once"
        ))),
        _ => Err(Fault::new(format!(
            "{file}:1: no column \"{column}\" in the header, found: {}",
            there.join(", ")
        ))),
    }
}

/// A field that is not what it should be.
struct Cell<'a> {
    file: &'a str,
    position: Option<&'a Position>,
    column: String,
    bytes: Vec<u8>,
}

impl Cell<'_> {
    fn expected(self, what: &str) -> Fault {
        let line = self.position.map_or(0, Position::line);
        let found = String::from_utf8_lossy(&self.bytes);
        let short: String = found.chars().take(40).collect();
        Fault::new(format!(
            "{}:{line}: column \"{}\": found \"{}\", expected {what}",
            self.file,
            self.column,
            short.escape_debug()
        ))
    }
}

fn csv_fault(file: &str, error: &csv::Error) -> Fault {
    Fault::new(match error.kind() {
        ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => {
            let line = pos.as_ref().map_or(0, Position::line);
            format!("{file}:{line}: found {len} fields, expected {expected_len} as in the header")
        }
        ErrorKind::Io(e) => format!("{file}: cannot read: {e}"),
        _ => format!("{file}: {error}"),
    })
}
