//! bestof: the mathematics of best-of-n sampling. Draw n answers, keep the one a reward model likes best: how
//! far has the policy moved, what can that be worth, and which n fits a budget?
//!
//! Scalars are like those of math.h: a double in, a double out, NaN outside the domain and for NaN, so that a
//! comparison with a budget fails closed. Under -ffast-math isnan() may be folded to false: prefer the functions
//! that return a status there.
//!
//! Everything that takes a pointer returns a bestof_status: BESTOF_OK (0) or a negative code. Outputs are written
//! only when BESTOF_OK is returned, and need not be initialised before. Pointers are checked for NULL
//! (BESTOF_E_NULL) and for natural alignment (BESTOF_E_DOMAIN); a pointer whose length is 0 may be NULL. Outputs
//! must not overlap other arrays (BESTOF_E_DOMAIN), except where a function says that it works in place.
//!
//! Nothing here allocates, locks, panics, unwinds or sets errno. There is no hidden state: every function may be
//! called from any number of threads and from signal handlers, on data that no other thread is writing.
//!
//! Results are the same bits on every machine and at every vector width.
#![no_std]
// The names are C's, and so are the comments: their brackets index arrays.
#![allow(non_camel_case_types, rustdoc::broken_intra_doc_links)]

mod batch;
mod bound;
mod ceiling;
mod choose;
mod confidence;
mod decision;
mod divergence;
mod estimate;
mod f_divergence;
mod finite;
mod golden;
mod high_probability;
mod inverse;
mod layout;
mod memory;
mod order;
mod pass;
mod plan;
mod policy;
#[cfg(all(feature = "small", target_os = "none", target_pointer_width = "32"))]
mod routines;
mod sampler;
mod share;
mod single;
mod stats;
mod status;
mod stop;
mod tail;
mod top;
mod transport;
mod version;

pub use batch::*;
pub use bound::*;
pub use ceiling::*;
pub use choose::*;
pub use confidence::*;
pub use decision::*;
pub use divergence::*;
pub use estimate::*;
pub use f_divergence::*;
pub use finite::*;
pub use golden::*;
pub use high_probability::*;
pub use inverse::*;
pub use order::*;
pub use pass::*;
pub use plan::*;
pub use policy::*;
pub use sampler::*;
pub use share::*;
pub use single::*;
pub use stats::*;
pub use status::*;
pub use stop::*;
pub use tail::*;
pub use top::*;
pub use transport::*;
pub use version::*;

/// Required by rustc for an archive without std. No path of the library reaches it: the tests look
/// for its symbol in the finished archive and must not find it.
#[cfg(feature = "panic-handler")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
