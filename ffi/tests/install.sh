#!/usr/bin/env bash
# Installs the library the ways there are, each into an empty prefix, and builds programs that know nothing else:
# the archive of `make dist`, moved about, by pkg-config and by find_package; from source by CMake with a deeper
# libdir, by FetchContent and by ExternalProject; by cargo-c where it is installed.
# Needs cmake, pkg-config and a C and a C++ compiler. The argument is a directory for all of it.
set -euo pipefail
scratch=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/../.."
source=$PWD
tests=$source/ffi/tests/install
version=$(sed -n '/^\[workspace.package\]/,/^$/s/^version = "\(.*\)"/\1/p' Cargo.toml)
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$source/target}
passed=0

die() {
    echo "install.sh: $*" >&2
    exit 1
}

# Runs a program that must print what the library answers.
answers() {
    local printed
    printed=$("${@:2}")
    [[ $printed == "$1 19" ]] || die "${*:2} printed: $printed"
    passed=$((passed + 1))
}

by_pkg_config() {
    local prefix=$1 libdir=$2 flags libs
    export PKG_CONFIG_PATH=$libdir/pkgconfig
    [[ $(pkg-config --modversion bestof) == "$version" ]] || die "pkg-config names another version"
    flags=$(pkg-config --cflags bestof) libs=$(pkg-config --libs bestof)
    [[ "$flags $libs" != *-lm* && "$flags $libs" != *-lpthread* ]] || die "it asks for more: $libs"
    # shellcheck disable=SC2086 # several options each
    gcc "$tests/consumer.c" $flags $libs -o "$prefix/c-shared"
    answers C env LD_LIBRARY_PATH="$libdir" "$prefix/c-shared"
    readelf -d "$prefix/c-shared" | grep -q 'NEEDED.*\[libbestof.so.0\]' || die "not linked to the SONAME"
    # shellcheck disable=SC2086
    g++ -std=c++17 "$tests/consumer.cpp" $flags "$(pkg-config --variable=archive bestof)" -o "$prefix/cpp-static"
    answers C++ "$prefix/cpp-static"
}

by_find_package() {
    local prefix=$1 build=$2
    rm -rf "$build"
    cmake -S "$tests/installed" -B "$build" -DCMAKE_PREFIX_PATH="$prefix" -DBESTOF_WANTED="${version%.*}" "${@:3}" >/dev/null
    cmake --build "$build" >/dev/null
    ctest --test-dir "$build" --output-on-failure | tail -n 3
    passed=$((passed + 6))
}

rm -rf "${scratch:?}"/*
echo "-- the archive of make dist, as it comes and moved"
sh ffi/dist.sh "$scratch/dist"
tarball=("$scratch"/dist/bestof-*.tar.gz)
mkdir "$scratch/first"
tar -xzf "${tarball[0]}" -C "$scratch/first"
prefix=$(echo "$scratch"/first/bestof-*)
(cd "$prefix" && sha256sum --quiet --check SHA256SUMS) || die "SHA256SUMS does not hold"
(cd "$scratch/dist" && sha256sum --quiet --check -- *.sha256) || die "the archive's own sum does not hold"
! grep -rqF "$scratch" "$prefix" || die "the tree names the directory it was built in"
for file in include/bestof.h include/bestof.hpp lib/libbestof.a lib/libbestof.so "lib/libbestof.so.$version" \
    share/doc/bestof/LICENSE-MIT share/doc/bestof/LICENSE-APACHE share/doc/bestof/c-api.md; do
    [[ -e $prefix/$file ]] || die "$file is missing"
done
by_pkg_config "$prefix" "$prefix/lib"
by_find_package "$prefix" "$scratch/build-first"
mkdir -p "$scratch/moved/with space"
mv "$prefix" "$scratch/moved/with space/bestof"
by_find_package "$scratch/moved/with space/bestof" "$scratch/build-moved"
mv "$scratch/moved/with space/bestof" "$scratch/moved/bestof"
by_pkg_config "$scratch/moved/bestof" "$scratch/moved/bestof/lib"
sh ffi/dist.sh "$scratch/again" >/dev/null
cmp "${tarball[0]}" "$scratch/again/${tarball[0]##*/}" || die "the same sources gave another archive"

echo "-- from source by CMake, with a deeper libdir"
libdir=lib/$(gcc -dumpmachine)
cmake -S ffi -B "$scratch/build" -DCMAKE_INSTALL_PREFIX="$scratch/prefix" -DCMAKE_INSTALL_LIBDIR="$libdir" >/dev/null
cmake --build "$scratch/build" >/dev/null
cmake --install "$scratch/build" >/dev/null
by_pkg_config "$scratch/prefix" "$scratch/prefix/$libdir"
mv "$scratch/prefix" "$scratch/elsewhere"
by_find_package "$scratch/elsewhere" "$scratch/build-elsewhere" -DBUILD_SHARED_LIBS=ON
stamp=$(stat -c %Y "$scratch/build/lib/libbestof.a")
cmake --build "$scratch/build" >/dev/null
[[ $stamp == "$(stat -c %Y "$scratch/build/lib/libbestof.a")" ]] || die "nothing changed, and it was written again"

echo "-- FetchContent"
cmake -S "$tests/fetched" -B "$scratch/fetched" -DBESTOF_SOURCE="$source" >/dev/null
cmake --build "$scratch/fetched" >/dev/null
ctest --test-dir "$scratch/fetched" --output-on-failure | tail -n 3
passed=$((passed + 6))

echo "-- ExternalProject"
cmake -S "$tests/external" -B "$scratch/external" -DBESTOF_SOURCE="$source" >/dev/null
cmake --build "$scratch/external" >/dev/null
ctest --test-dir "$scratch/external" --output-on-failure | tail -n 3
passed=$((passed + 1))

if cargo cinstall --version >/dev/null 2>&1; then
    echo "-- cargo-c"
    cargo cinstall --manifest-path ffi/Cargo.toml --prefix=/usr --libdir=/usr/lib --destdir="$scratch/cargo-c" --locked --quiet
    for file in usr/include/bestof.h usr/include/bestof.hpp usr/lib/libbestof.a "usr/lib/libbestof.so.$version" \
        usr/lib/pkgconfig/bestof.pc; do
        [[ -e $scratch/cargo-c/$file ]] || die "cargo cinstall leaves out $file"
    done
    PKG_CONFIG_SYSROOT_DIR=$scratch/cargo-c PKG_CONFIG_PATH=$scratch/cargo-c/usr/lib/pkgconfig \
        pkg-config --cflags --libs bestof >"$scratch/cargo-c/flags"
    # shellcheck disable=SC2046 # several options
    gcc "$tests/consumer.c" -I"$scratch/cargo-c/usr/include" -L"$scratch/cargo-c/usr/lib" -lbestof -o "$scratch/cargo-c/c"
    answers C env LD_LIBRARY_PATH="$scratch/cargo-c/usr/lib" "$scratch/cargo-c/c"
else
    echo "-- not by cargo-c: it is not installed"
fi

echo "$passed passed, 0 failed"
