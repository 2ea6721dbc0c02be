#!/bin/sh
# Builds the libraries, and leaves them in the directory named by the first argument:
#
#     libbestof.a
#     libbestof.so -> libbestof.so.0 -> libbestof.so.0.1.0
#
# The archive holds one object in which only bestof_* is global: it links beside other Rust archives, in any order
# and with --whole-archive, where a plain Rust archive would bring a second panic handler and compiler runtime.
#
# The second argument, if any, is another machine's Rust target. Then CROSS is the prefix of its binutils, such as
# aarch64-linux-gnu-, and CARGO may be a command with options, such as "cargo -Z build-std=core".
set -eu
out=$1
target=${2:-}
case $out in /*) ;; *) out=$PWD/$out ;; esac
cd "$(dirname "$0")/.."
cross=${CROSS:-}
scratch=${CARGO_TARGET_DIR:-target}
version=$(sed -n '/^\[workspace.package\]/,/^$/s/^version = "\(.*\)"/\1/p' Cargo.toml)
abi=$(sed -n 's/^pub const BESTOF_ABI_VERSION: u32 = \(.*\);/\1/p' ffi/src/version.rs)
mkdir -p "$out"

# shellcheck disable=SC2086 # a command and its options
${CARGO:-cargo} rustc --locked --target-dir "$scratch" -p bestof-ffi --release --lib --features panic-handler \
    ${target:+--target "$target"} --crate-type staticlib,cdylib -- -C "link-arg=-Wl,-soname,libbestof.so.$abi"
built=$scratch/${target:+$target/}release

# Written only when it is another: what links it is then built again.
keep() {
    if cmp -s "$1" "$2"; then rm "$1"; else mv "$1" "$2"; fi
}

roots=$("${cross}nm" --defined-only --extern-only --format=just-symbols "$built/libbestof_ffi.a" 2>/dev/null |
    sed -n 's/^bestof_/-u bestof_/p')
object=$out/bestof.o
# shellcheck disable=SC2086 # one word per symbol
"${cross}ld" -r --gc-sections $roots "$built/libbestof_ffi.a" -o "$object"
# Without the compiler runtime's bitcode, which tools with an LLVM plugin would take for the object's content.
"${cross}objcopy" --remove-section=.llvmbc --remove-section=.llvmcmd --remove-section=.comment --strip-debug \
    --discard-locals --wildcard --keep-global-symbol='bestof_*' "$object"
rm -f "$out/new.a"
"${cross}ar" rcsD "$out/new.a" "$object"
rm "$object"
keep "$out/new.a" "$out/libbestof.a"

cp "$built/libbestof_ffi.so" "$out/new.so"
"${cross}strip" --strip-unneeded --remove-section=.comment "$out/new.so"
keep "$out/new.so" "$out/libbestof.so.$version"
ln -sf "libbestof.so.$version" "$out/libbestof.so.$abi"
ln -sf "libbestof.so.$abi" "$out/libbestof.so"
