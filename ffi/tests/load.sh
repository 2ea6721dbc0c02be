#!/usr/bin/env bash
# The C tests where mistakes show: under AddressSanitizer and UndefinedBehaviorSanitizer, with the library instrumented
# too, under valgrind; and mixed calls from two threads, under ThreadSanitizer (a hundredth of them) and at full speed.
# The argument is the number of calls. Needs clang with its runtimes, and valgrind.
set -euo pipefail
cd "$(dirname "$0")/../.."
calls=$1
scratch=${CARGO_TARGET_DIR:-$PWD/target}/load
triple=$(rustc -vV | sed -n 's/^host: //p')
mkdir -p "$scratch"

# An archive with the compiler's own sanitizer, which it keeps behind a flag for nightly ones.
instrumented() {
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zsanitizer=$1 -Cunsafe-allow-abi-mismatch=sanitizer" \
        cargo rustc --quiet --locked --target-dir "$scratch/$1" --target "$triple" -p bestof-ffi --release --lib \
        --features panic-handler --crate-type staticlib
    echo "$scratch/$1/$triple/release/libbestof_ffi.a"
}

BESTOF_WRITE_CALLS=$scratch/calls.inc cargo test --quiet --locked -p bestof-ffi --test header every_pointer_is_fuzzed >/dev/null
sh ffi/build-lib.sh "$scratch/lib"

# The C tests that need no argument; vectors.c wants the vectors.
tests() {
    local test
    for test in ffi/tests/c/*.c; do
        case $test in
        */hammer.c | */neighbour.c | */plugin*.c) ;; # programs of their own
        *) basename "$test" .c ;;
        esac
    done
}
arguments() {
    if [[ $1 == vectors ]]; then echo tests/vectors; fi
}

echo "-- AddressSanitizer, UndefinedBehaviorSanitizer"
archive=$(instrumented address)
for test in $(tests); do
    clang -std=c99 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -Iinclude \
        "ffi/tests/c/$test.c" "$archive" -lm -o "$scratch/$test-asan"
    # shellcheck disable=SC2046 # none or one
    ASAN_OPTIONS=detect_stack_use_after_return=1 "$scratch/$test-asan" $(arguments "$test") | tail -n 1
done
clang++ -std=c++17 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -Iinclude \
    ffi/tests/cpp/wrapper.cpp "$archive" -o "$scratch/wrapper-asan"
"$scratch/wrapper-asan"

echo "-- valgrind"
for test in $(tests); do
    gcc -std=c99 -g -O1 -Iinclude "ffi/tests/c/$test.c" "$scratch/lib/libbestof.a" -lm -o "$scratch/$test"
    # shellcheck disable=SC2046
    valgrind --quiet --error-exitcode=9 --leak-check=full "$scratch/$test" $(arguments "$test") | tail -n 1
done

echo "-- ThreadSanitizer"
archive=$(instrumented thread)
# Names of the compiler's own runtime, newer than clang's, whose memory functions are watched as well.
clang -std=c11 -g -O1 -fsanitize=thread -Iinclude "-I$scratch" ffi/tests/c/hammer.c "$archive" -lpthread \
    -Wl,--defsym=__tsan_memcpy=memcpy,--defsym=__tsan_memmove=memmove,--defsym=__tsan_memset=memset -o "$scratch/hammer-tsan"
TSAN_OPTIONS=halt_on_error=1 "$scratch/hammer-tsan" $((calls / 100))

echo "-- two threads"
gcc -std=c99 -O2 -Wall -Wextra -Wpedantic -Werror -Iinclude "-I$scratch" ffi/tests/c/hammer.c "$scratch/lib/libbestof.a" \
    -lpthread -o "$scratch/hammer"
"$scratch/hammer" "$calls"
