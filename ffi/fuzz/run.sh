#!/usr/bin/env bash
# Fuzzes every function that takes a pointer, each for the seconds of the first argument: libFuzzer, AddressSanitizer
# and UndefinedBehaviorSanitizer in C++ and in the library. The second argument, if any, is a part of the names.
# Needs clang with its runtimes. What is found stays in target/fuzz/<function>/.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=$1
part=${2:-}
scratch=${CARGO_TARGET_DIR:-$PWD/target}/fuzz
triple=$(rustc -vV | sed -n 's/^host: //p')
mkdir -p "$scratch"

BESTOF_WRITE_CALLS=$scratch/calls.inc cargo test --quiet --locked -p bestof-ffi --test header every_pointer_is_fuzzed >/dev/null

# The coverage that libFuzzer follows, and AddressSanitizer: both are the compiler's, behind a flag for nightly ones. Their
# sections do not survive link-time optimisation together.
RUSTC_BOOTSTRAP=1 CARGO_PROFILE_RELEASE_LTO=off RUSTFLAGS="-Zsanitizer=address -Cunsafe-allow-abi-mismatch=sanitizer -Cpasses=sancov-module
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table" \
    cargo rustc --quiet --locked --target-dir "$scratch/cargo" --target "$triple" -p bestof-ffi --release --lib \
    --features panic-handler --crate-type staticlib
clang++ -std=c++17 -O1 -g -Wall -Wextra -Werror -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
    -Iinclude "-I$scratch" ffi/fuzz/fuzz.cpp "$scratch/cargo/$triple/release/libbestof_ffi.a" -o "$scratch/fuzz"

passed=0 failed=0
for name in $(sed -n 's/^    TARGET(\(.*\)).*/\1/p' "$scratch/calls.inc" | grep -e "$part"); do
    mkdir -p "$scratch/$name/corpus"
    if (cd "$scratch/$name" && BESTOF_FUZZ=$name "$scratch/fuzz" -max_total_time="$seconds" -timeout=10 -max_len=2048 \
        -rss_limit_mb=1024 -verbosity=1 -print_final_stats=1 corpus >log 2>&1); then
        passed=$((passed + 1))
        echo "$name: $(sed -n 's/stat::number_of_executed_units: *//p' "$scratch/$name/log") calls," \
            "coverage $(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$scratch/$name/log" | tail -n 1)"
    else
        failed=$((failed + 1))
        echo "$name: FAILED"
        grep -v '^#' "$scratch/$name/log" | tail -n 40
    fi
done
echo "$passed passed, $failed failed"
[[ $failed == 0 && $passed != 0 ]]
