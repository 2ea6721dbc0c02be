//! Estimates from pools of scored samples.
