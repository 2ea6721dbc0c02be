#!/bin/sh
# bestof beside its peers, as a markdown table with ratios. Peers come from packages: SLEEF, GSL, Boost and MPFR from the
# system's (libsleef-dev libgsl-dev libboost-dev libmpfr-dev), numpy, scipy and Intel's runtime from Python's, into target/peers.
set -eu
cd "$(dirname "$0")/../.."
work=$PWD/target/peers
mkdir -p "$work"

missing=
for header in sleef.h gsl/gsl_math.h boost/math/special_functions/lambert_w.hpp mpfr.h; do
    echo "#include <$header>" | g++ -march=native -fsyntax-only -x c++ - 2>/dev/null || missing="$missing $header"
done
if [ -n "$missing" ]; then
    echo "not found:$missing; apt-get install libsleef-dev libgsl-dev libboost-dev libmpfr-dev" >&2
    exit 2
fi

sh ffi/build-lib.sh "$work/lib" >&2
for tier in avx2 portable; do
    RUSTFLAGS="--cfg bestof_tier=\"$tier\"" CARGO_TARGET_DIR=$work/build sh ffi/build-lib.sh "$work/$tier" >&2
done
RUSTFLAGS="-Ctarget-cpu=native" CARGO_TARGET_DIR=$work/build sh ffi/build-lib.sh "$work/native" >&2
for tier in avx2 portable native; do cp "$work/$tier/libbestof.so" "$work/libbestof-$tier.so"; done

[ -x "$work/python/bin/python" ] || python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check numpy scipy >&2
"$work/python/bin/pip" install --quiet --disable-pip-version-check intel-cmplr-lib-rt >&2 || echo "left out: Intel's runtime" >&2
svml=$(find "$work/python/lib" -name libsvml.so | head -n 1)

here=benches/peers
flags="-std=c++17 -O3 -march=native -Iinclude"
compile() { source=$1 object=$2; shift 2; g++ $flags "$@" -c "$here/$source.cpp" -o "$work/$object.o"; }
compile naive naive_scalar -fno-math-errno -DNAME=naive_scalar
compile naive naive_256 -Ofast -mprefer-vector-width=256 -DNAME=naive_256
compile naive naive_512 -Ofast -mprefer-vector-width=512 -DNAME=naive_512
compile vector vector
compile main main
g++ "$work"/naive_*.o "$work/vector.o" "$work/main.o" "$work/lib/libbestof.so" -Wl,-rpath,"$work/lib" \
    -lsleef -lgsl -lgslcblas -lmpfr -lgmp -lmvec -lm -ldl -o "$work/peers"

echo "$(date +%F), $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(g++ --version | head -n 1), $(rustc --version)"
echo
echo "| job | by | time | times bestof's | largest error, ulp: (1, 1+2^-20] / (1.1, 1.5] / (10, 1e6] |"
echo "|---|---|---|---|---|"
LD_LIBRARY_PATH=${svml%/*} "$work/peers" "$work" "$svml"
OPENBLAS_NUM_THREADS=1 "$work/python/bin/python" "$here/peers.py" "$work/lib/libbestof.so"
