#!/bin/sh
# The core's tests on foreign Linux, under qemu-user: linux.sh [TRIPLE]...
#
# The 32-bit x86 run on the processor itself, by their own loader: they are no news to it, and qemu-i386 7.2 hangs on them.
#
# Every hash of tests/bits.rs and tests/single.rs must be the same constant on all of them, little and big endian, with and
# without fused multiply-add. The control is i586: its x87 computes in 80 bits, so it must run and must not give them.
set -eu
cd "$(dirname "$0")/../.."
export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1 CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0
target=${CARGO_TARGET_DIR:-target}/linux

tests() {
    triple=$1 prefix=$2 emulator=$3
    shift 3
    name=$(echo "$triple" | tr 'a-z-' 'A-Z_')
    export "CARGO_TARGET_${name}_LINKER=$prefix-gcc"
    case $emulator in
    qemu-*) emulator="$emulator -L" emulated=/usr/$prefix ;;
    *) emulator="$emulator --library-path" emulated=/usr/$prefix/lib ;;
    esac
    export "CARGO_TARGET_${name}_RUNNER=timeout 900 $emulator $emulated"
    /usr/bin/cargo test --quiet --locked --target-dir "$target" -p bestof -Z build-std=std,panic_unwind,test --target "$triple" "$@"
}

all="s390x-unknown-linux-gnu i586-unknown-linux-gnu armv7-unknown-linux-gnueabihf riscv64gc-unknown-linux-gnu
    i686-unknown-linux-gnu aarch64-unknown-linux-gnu powerpc64-unknown-linux-gnu"
for triple in ${*:-$all}; do
    echo "-- $triple"
    # shellcheck disable=SC2086 # options of cargo test
    case $triple in
    aarch64-*) tests "$triple" aarch64-linux-gnu qemu-aarch64 ${FOREIGN_TESTS:---tests} ;;
    armv7-*) tests "$triple" arm-linux-gnueabihf qemu-arm ${FOREIGN_TESTS:---tests} ;;
    riscv64gc-*) tests "$triple" riscv64-linux-gnu qemu-riscv64 ${FOREIGN_TESTS:---tests} ;;
    s390x-*) tests "$triple" s390x-linux-gnu qemu-s390x ${FOREIGN_TESTS:---tests} ;;
    powerpc64-*) tests "$triple" powerpc64-linux-gnu qemu-ppc64 ${FOREIGN_TESTS:---tests} ;;
    i686-*) tests "$triple" i686-linux-gnu /usr/i686-linux-gnu/lib/ld-linux.so.2 ${FOREIGN_TESTS:---tests} ;;
    i586-*)
        mkdir -p "$target"
        if tests "$triple" i686-linux-gnu /usr/i686-linux-gnu/lib/ld-linux.so.2 --test bits >"$target/control" 2>&1; then
            echo "i586 gave the same bits: the control is none" >&2
            exit 1
        fi
        if ! grep -q 'hashes moved' "$target/control"; then
            cat "$target/control" >&2
            exit 1
        fi
        echo "other bits, as it must"
        ;;
    *)
        echo "no emulator known for $triple" >&2
        exit 2
        ;;
    esac
done
