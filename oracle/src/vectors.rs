//! Reading reference vectors.
