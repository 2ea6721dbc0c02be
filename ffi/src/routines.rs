//! What the compiler calls for doubles on processors that have none: the core's own, smaller than those of libgcc and
//! compiler-rt. They are local to the archive; a program that computes with doubles itself uses its toolchain's.

use bestof::soft;

/// Defines functions by the names that the compiler gives them.
macro_rules! routines {
    ($($name:ident($($x:ident: $t:ty),*) -> $result:ty = $value:expr;)*) => {$(
        // SAFETY: local to the archive's object, in which nothing else has the name.
        #[unsafe(no_mangle)]
        extern "C" fn $name($($x: $t),*) -> $result {
            $value
        }
    )*};
}

const SIGN: u64 = 1 << 63;

fn equal(x: u64, y: u64) -> bool {
    soft::below(x, y, 1) && soft::below(y, x, 1)
}

fn to_signed(x: u64) -> i64 {
    let size = soft::to_integer(x) as i64;
    if x & SIGN == 0 { size } else { -size }
}

#[cfg(target_arch = "arm")]
routines! {
    __aeabi_dadd(x: u64, y: u64) -> u64 = soft::add(x, y);
    __aeabi_dsub(x: u64, y: u64) -> u64 = soft::add(x, y ^ SIGN);
    __aeabi_dmul(x: u64, y: u64) -> u64 = soft::scale_by(x, y, false);
    __aeabi_ddiv(x: u64, y: u64) -> u64 = soft::scale_by(x, y, true);
    __aeabi_dcmpeq(x: u64, y: u64) -> bool = equal(x, y);
    __aeabi_dcmplt(x: u64, y: u64) -> bool = soft::below(x, y, 0);
    __aeabi_dcmple(x: u64, y: u64) -> bool = soft::below(x, y, 1);
    __aeabi_dcmpgt(x: u64, y: u64) -> bool = soft::below(y, x, 0);
    __aeabi_dcmpge(x: u64, y: u64) -> bool = soft::below(y, x, 1);
    __aeabi_dcmpun(x: u64, y: u64) -> bool = soft::unordered(x, y);
    __aeabi_d2uiz(x: u64) -> u32 = soft::to_integer(x) as u32;
    __aeabi_d2ulz(x: u64) -> u64 = soft::to_integer(x);
    __aeabi_d2lz(x: u64) -> i64 = to_signed(x);
    __aeabi_i2d(k: i32) -> u64 = soft::from_short_integer(k);
    __aeabi_ui2d(k: u32) -> u64 = soft::from_integer(u64::from(k));
    __aeabi_ul2d(k: u64) -> u64 = soft::from_integer(k);
    __aeabi_d2f(x: u64) -> u32 = soft::to_single(x);
    __aeabi_f2d(x: u32) -> u64 = soft::from_single(x);
}

// A comparison gives a number on the side of 0 that its name says, and for NaN one on the other.
#[cfg(target_arch = "riscv32")]
routines! {
    __adddf3(x: u64, y: u64) -> u64 = soft::add(x, y);
    __subdf3(x: u64, y: u64) -> u64 = soft::add(x, y ^ SIGN);
    __muldf3(x: u64, y: u64) -> u64 = soft::scale_by(x, y, false);
    __divdf3(x: u64, y: u64) -> u64 = soft::scale_by(x, y, true);
    __eqdf2(x: u64, y: u64) -> i32 = i32::from(!equal(x, y));
    __nedf2(x: u64, y: u64) -> i32 = i32::from(!equal(x, y));
    __ltdf2(x: u64, y: u64) -> i32 = -i32::from(soft::below(x, y, 0));
    __ledf2(x: u64, y: u64) -> i32 = i32::from(!soft::below(x, y, 1));
    __gtdf2(x: u64, y: u64) -> i32 = i32::from(soft::below(y, x, 0));
    __gedf2(x: u64, y: u64) -> i32 = -i32::from(!soft::below(y, x, 1));
    __unorddf2(x: u64, y: u64) -> i32 = i32::from(soft::unordered(x, y));
    __fixunsdfsi(x: u64) -> u32 = soft::to_integer(x) as u32;
    __fixunsdfdi(x: u64) -> u64 = soft::to_integer(x);
    __fixdfdi(x: u64) -> i64 = to_signed(x);
    __floatsidf(k: i32) -> u64 = soft::from_short_integer(k);
    __floatunsidf(k: u32) -> u64 = soft::from_integer(u64::from(k));
    __floatundidf(k: u64) -> u64 = soft::from_integer(k);
    __truncdfsf2(x: u64) -> u32 = soft::to_single(x);
    __extendsfdf2(x: u32) -> u64 = soft::from_single(x);
}
