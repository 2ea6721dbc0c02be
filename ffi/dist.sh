#!/bin/sh
# Makes bestof-<version>-<target>.tar.gz in the directory named by the first argument: headers, libraries, pkg-config
# and CMake files that may be unpacked anywhere, licences. For this machine, or for the Rust target named by the second
# argument (see build-lib.sh for CROSS and CARGO). The same sources and compiler give the same bytes.
set -eu
out=$1
target=${2:-}
case $out in /*) ;; *) out=$PWD/$out ;; esac
cd "$(dirname "$0")/.."
version=$(sed -n '/^\[workspace.package\]/,/^$/s/^version = "\(.*\)"/\1/p' Cargo.toml)
abi=$(sed -n 's/^pub const BESTOF_ABI_VERSION: u32 = \(.*\);/\1/p' ffi/src/version.rs)
# shellcheck disable=SC2086 # a command and its options
host=$("${RUSTC:-rustc}" -vV | sed -n 's/^host: //p')
name=bestof-$version-${target:-$host}
tree=$out/$name

rm -rf "$tree"
mkdir -p "$tree/include" "$tree/lib/pkgconfig" "$tree/lib/cmake/bestof" "$tree/share/doc/bestof"
# shellcheck disable=SC2086 # no target, no argument
sh ffi/build-lib.sh "$tree/lib" $target
cp include/bestof.h include/bestof.hpp "$tree/include"
cp LICENSE-MIT LICENSE-APACHE README.md CHANGELOG.md docs/c-api.md "$tree/share/doc/bestof"

fill() {
    sed -e "s|@VERSION@|$version|g" -e "s|@ABI@|$abi|g" -e "s|@LIBDIR@|lib|g" -e "s|@INCLUDEDIR@|include|g" \
        -e "s|@PREFIX_FROM_PC@|../..|g" -e "s|@PREFIX_FROM_CMAKE@|../../..|g" -e "s|@POINTER_BYTES@|8|g" \
        "ffi/package/${1##*/}.in" >"$tree/lib/$1"
}
fill pkgconfig/bestof.pc
fill cmake/bestof/bestof-config.cmake
fill cmake/bestof/bestof-config-version.cmake

cd "$out"
(cd "$name" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
find "$name" -exec touch -h -d "@${SOURCE_DATE_EPOCH:-0}" {} +
tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -cf - "$name" | gzip -n9 >"$name.tar.gz"
sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
echo "$out/$name.tar.gz"
