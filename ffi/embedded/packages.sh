#!/bin/sh
# Packages for microcontrollers in the directory named by the first argument: an archive for each target, with header,
# pkg-config and CMake files, and thin folders for ESP-IDF, Zephyr and Arduino. `make dist-embedded` runs and checks it.
set -eu
case $1 in /*) out=$1 ;; *) out=$PWD/$1 ;; esac
cd "$(dirname "$0")/../.."
version=$(sed -n '/^\[workspace.package\]/,/^$/s/^version = "\(.*\)"/\1/p' Cargo.toml)
rm -rf "$out"
mkdir -p "$out"

pack() {
    cp LICENSE-MIT LICENSE-APACHE "$out/$1"
    find "$out/$1" -exec touch -h -d "@${SOURCE_DATE_EPOCH:-0}" {} +
    tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -cf - "$1" | gzip -n9 >"$out/$1.tar.gz"
}
fill() { sed "s|@VERSION@|$version|g" "$1" >"$2"; }

for triple in thumbv6m-none-eabi thumbv7em-none-eabi thumbv7em-none-eabihf thumbv8m.main-none-eabihf \
    riscv32imc-unknown-none-elf riscv32imac-unknown-none-elf aarch64-unknown-none; do
    tree=$out/bestof-$version-$triple
    mkdir -p "$tree/include" "$tree/lib/pkgconfig" "$tree/lib/cmake/bestof"
    sh ffi/embedded/build-archive.sh "$triple" "$tree/lib"
    cp include/bestof.h "$tree/include"
    fill ffi/package/embedded.pc.in "$tree/lib/pkgconfig/bestof.pc"
    fill ffi/package/embedded-config.cmake.in "$tree/lib/cmake/bestof/bestof-config.cmake"
    pack "bestof-$version-$triple"
done

# A folder for a build system: its files, the header at $3, the library of triple $4 at $5, and so on in pairs.
folder() {
    name=$1 header=$2
    tree=$out/bestof-$version-$name
    cp -r "ffi/package/$name" "$tree"
    for template in $(cd "$tree" && find . -name '*.in'); do
        fill "$tree/$template" "$tree/${template%.in}"
        rm "$tree/$template"
    done
    mkdir -p "$tree/$header"
    cp include/bestof.h "$tree/$header"
    shift 2
    while [ $# -gt 0 ]; do
        mkdir -p "$tree/$2"
        cp "$out/bestof-$version-$1/lib/libbestof.a" "$tree/$2"
        shift 2
    done
    pack "bestof-$version-$name"
}
imc=riscv32imc-unknown-none-elf imac=riscv32imac-unknown-none-elf m0=thumbv6m-none-eabi m4=thumbv7em-none-eabi
folder esp-idf include $imc lib/$imc $imac lib/$imac
folder zephyr include $imc lib/$imc $imac lib/$imac $m0 lib/$m0 $m4 lib/$m4 ${m4}hf lib/${m4}hf \
    thumbv8m.main-none-eabihf lib/thumbv8m.main-none-eabihf
folder arduino src $m0 src/cortex-m0plus $m4 src/cortex-m4 ${m4}hf src/cortex-m4/fpv4-sp-d16-hard \
    $imc src/esp32c3 $imac src/esp32c6
ls "$out"/*.tar.gz
