//! The C ABI of `bestof`.
#![no_std]
