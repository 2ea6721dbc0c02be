//! The `bestof` program.
fn main() {}
