#!/usr/bin/env bash
# `make dist` for 64-bit ARM, and a program that links its archive, under qemu. Debian's compiler builds core from source,
# since rustup's has it for this machine alone. Skipped, with the reason, where Debian's packages are not to be had.
set -euo pipefail
mkdir -p "$1"
scratch=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
target=aarch64-unknown-linux-gnu

if ! apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src qemu-user gcc-aarch64-linux-gnu \
    libc6-dev-arm64-cross >"$scratch/apt.log" 2>&1; then
    echo "skipped: $(tail -n 1 "$scratch/apt.log")"
    exit 0
fi
export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1 CROSS=aarch64-linux-gnu-
export CARGO="/usr/bin/cargo -Z build-std=core" CARGO_TARGET_DIR=$scratch/cargo
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
sh ffi/dist.sh "$scratch" $target
prefix=$(echo "$scratch"/bestof-*-$target)
(cd "$prefix" && sha256sum --quiet --check SHA256SUMS)
printed=
for link in "$prefix/lib/libbestof.a" "-L$prefix/lib -lbestof"; do
    # shellcheck disable=SC2086 # two options
    aarch64-linux-gnu-gcc ffi/tests/install/consumer.c -I"$prefix/include" $link -o "$scratch/consumer"
    printed+=$(qemu-aarch64 -L /usr/aarch64-linux-gnu -E LD_LIBRARY_PATH="$prefix/lib" "$scratch/consumer")
done
[[ $printed == "C 19C 19" ]]
ls -l "$prefix"/lib/libbestof.a "$scratch"/bestof-*-$target.tar.gz
