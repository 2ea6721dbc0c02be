#!/bin/sh
# Builds libbestof.a and libbestof.so, and leaves them in the directory named by the first argument.
#
# The archive holds one object in which only bestof_* is global: it links beside other Rust archives, in any order
# and with --whole-archive, where a plain Rust archive would bring a second panic handler and compiler runtime.
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
out=$1
mkdir -p "$out"

cargo rustc --locked --target-dir "$target" -p bestof-ffi --release --lib --features panic-handler \
    --crate-type staticlib,cdylib -- -C link-arg=-Wl,-soname,libbestof.so.0

archive=$target/release/libbestof_ffi.a
roots=$(nm --defined-only --extern-only --format=just-symbols "$archive" 2>/dev/null | sed -n 's/^bestof_/-u bestof_/p')
# shellcheck disable=SC2086 # one word per symbol
ld -r --gc-sections $roots "$archive" -o "$out/bestof.o"
# Without the compiler runtime's bitcode, which tools with an LLVM plugin would take for the object's content.
objcopy --remove-section=.llvmbc --remove-section=.llvmcmd --strip-debug --discard-locals \
    --wildcard --keep-global-symbol='bestof_*' "$out/bestof.o"
rm -f "$out/libbestof.a"
ar rcsD "$out/libbestof.a" "$out/bestof.o"
rm "$out/bestof.o"

cp "$target/release/libbestof_ffi.so" "$out/libbestof.so"
ln -sf libbestof.so "$out/libbestof.so.0"
