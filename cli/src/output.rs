//! What leaves the program: whole, or not at all.

use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

use crate::fault::Fault;

/// Writes a file that appears only when it is complete.
pub(crate) fn write_whole(path: &Path, content: &[u8]) -> Result<(), Fault> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let cannot = |e| Fault::new(format!("{}: cannot write: {e}", path.display()));
    let written = fs::write(&part, content).and_then(|()| fs::rename(&part, path));
    written.map_err(|e| {
        // The first error is the one to tell; a part file that stays behind is the lesser evil.
        let _ = fs::remove_file(&part);
        cannot(e)
    })
}

/// Prints to standard output.
pub(crate) fn print(text: &[u8]) -> Result<(), Fault> {
    let mut out = BufWriter::new(io::stdout().lock());
    match out.write_all(text).and_then(|()| out.flush()) {
        // A reader that has seen enough closes the pipe; that is no fault of ours.
        Err(e) if e.kind() != ErrorKind::BrokenPipe => {
            Err(Fault::new(format!("cannot write the output: {e}")))
        }
        _ => Ok(()),
    }
}
