//! Big-number references for the kernels of `bestof`.
