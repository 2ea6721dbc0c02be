#!/bin/sh
# The example end to end on a random model: fixed n logs rewards, `bestof plan` fits a plan to them, the plan saves decodes.
#
#     sh ffi/examples/llama.cpp/test.sh LLAMA_CPP_DIRECTORY      needs cmake, a C++ compiler, python3 with venv
set -eu
cd "$(dirname "$0")/../../.."
work=$PWD/target/llama
mkdir -p "$work"
make lib
cargo build --release -p bestof-cli
cmake -S ffi/examples/llama.cpp -B "$work" -DLLAMA_CPP="$1" >"$work/configure.log"
cmake --build "$work" --target best_of_n -j 2

[ -x "$work/python/bin/python" ] || python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check gguf numpy
"$work/python/bin/python" ffi/examples/llama.cpp/make_model.py "$work/random.gguf"
[ "$(wc -c <"$work/random.gguf")" -lt 1000000 ]

best_of_n() { "$work/best_of_n" "$work/random.gguf" "$@" --draws 16 --parallel 4 --tokens 24; }
value() { sed -n "s/^$1  *\([0-9.-]*\).*/\1/p" "$2"; }

rm -f "$work/rewards.csv"
for seed in $(seq 1 60); do best_of_n "Once upon a time" --fixed --seed "$seed" --log "$work/rewards.csv" >/dev/null; done
target/release/bestof plan "$work/rewards.csv" --prompt prompt --proxy reward --cost 0.02 -o "$work/plan.bin"

fixed=0 planned=0
for seed in $(seq 101 120); do
    best_of_n "Once upon a time" --fixed --seed "$seed" >"$work/fixed.txt"
    best_of_n "Once upon a time" --plan "$work/plan.bin" --seed "$seed" >"$work/planned.txt"
    best_of_n "Once upon a time" --plan "$work/plan.bin" --seed "$seed" >"$work/again.txt"
    cmp "$work/planned.txt" "$work/again.txt"
    [ "$(value allocations "$work/planned.txt")" = 0 ]
    fixed=$((fixed + $(value decoded "$work/fixed.txt")))
    planned=$((planned + $(value decoded "$work/planned.txt")))
done
cat "$work/planned.txt"
echo "tokens decoded over 20 prompts: fixed n $fixed, planned $planned"
[ "$planned" -lt "$fixed" ]
echo "3 passed, 0 failed"
