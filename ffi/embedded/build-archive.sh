#!/bin/sh
# Builds libbestof.a for a machine without an operating system: build-archive.sh TRIPLE DIRECTORY
#
# One object, a section a function, only bestof_* global. It needs C's memory functions and the compiler's runtime
# (libgcc or compiler-rt), which every C toolchain links by itself; Rust's own, larger and slower, is left out.
# The core is built from source by Debian's compiler: see docs/embedded.md.
set -eu
triple=$1 out=$2
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-target}/embedded
mkdir -p "$out"

case $triple in
thumbv7em-none-eabihf) gcc="arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16" ;;
thumbv7em-none-eabi) gcc="arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=soft" ;;
thumbv6m-none-eabi) gcc="arm-none-eabi-gcc -mcpu=cortex-m0 -mthumb -mfloat-abi=soft" ;;
thumbv8m.main-none-eabihf) gcc="arm-none-eabi-gcc -mcpu=cortex-m33 -mthumb -mfloat-abi=hard -mfpu=fpv5-sp-d16" ;;
riscv32imac-unknown-none-elf) gcc="riscv64-unknown-elf-gcc -march=rv32imac -misa-spec=2.2 -mabi=ilp32 -mcmodel=medany" ;;
riscv32imc-unknown-none-elf) gcc="riscv64-unknown-elf-gcc -march=rv32imc -misa-spec=2.2 -mabi=ilp32 -mcmodel=medany" ;;
aarch64-unknown-none) gcc="aarch64-linux-gnu-gcc -mcpu=cortex-a53 -fno-pie" ;;
*)
    echo "no toolchain known for $triple" >&2
    exit 2
    ;;
esac
tools=${gcc%%-gcc *}-

RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort" \
    /usr/bin/cargo rustc --quiet --locked --target-dir "$target" -p bestof-ffi --profile firmware --lib \
    --features panic-handler,small --crate-type staticlib -Z build-std=core --target "$triple"

object=$out/bestof.o
archive=$(realpath "$target/$triple/firmware/libbestof_ffi.a")
(cd "$out" && ar x "$archive" "$(ar t "$archive" | grep '^bestof_ffi-.*\.o$')" && mv bestof_ffi-*.o bestof.o)
# shellcheck disable=SC2086 # the compiler and its options
$gcc -Os -ffreestanding -ffunction-sections -Wa,--noexecstack -c ffi/embedded/runtime.c -o "$out/runtime.o"
# shellcheck disable=SC2086
$gcc -nostdlib -r "$object" "$out/runtime.o" -o "$out/joined.o"
mv "$out/joined.o" "$object"
rm "$out/runtime.o"
"${tools}objcopy" --remove-section=.llvmbc --remove-section=.llvmcmd --remove-section=.note.GNU-stack --strip-debug --discard-locals \
    --wildcard --keep-global-symbol='bestof_*' "$object"

# What is missing must be in the compiler's runtime, or be one of the memory functions.
# shellcheck disable=SC2086 # the compiler and its options
nm --defined-only --format=just-symbols "$($gcc -print-libgcc-file-name)" 2>/dev/null | sort -u >"$out/runtime"
nm --undefined-only --format=just-symbols "$object" |
    grep -vxE 'mem(cpy|move|set|cmp)|__aeabi_mem(cpy|move|set|clr)[48]?' | grep -vxFf "$out/runtime" >"$out/missing" || true
if [ -s "$out/missing" ]; then
    echo "$triple: the archive needs what no C toolchain has:" >&2
    cat "$out/missing" >&2
    exit 1
fi
rm -f "$out/runtime" "$out/missing" "$out/libbestof.a"
"${tools}ar" rcsD "$out/libbestof.a" "$object"
rm "$object"
