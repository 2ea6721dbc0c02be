//! Floor 0: the arithmetic that the kernels are written in, and the only room that calls libm.

pub(crate) mod beta;
pub(crate) mod dd;
pub(crate) mod exp;
pub(crate) mod fma;
pub(crate) mod gamma;
pub(crate) mod gamma_law;
pub(crate) mod ln;
pub(crate) mod normal;
pub(crate) mod quadrature;
pub(crate) mod real;
#[cfg(any(
    test,
    all(feature = "small", target_os = "none", target_pointer_width = "32")
))]
pub mod soft;
pub(crate) mod table;
pub(crate) mod wide;
