# Each line is a command that you could type yourself.
.PHONY: demo test tiers lib header bench instructions peers accuracy dist reference hammer fuzz embedded embedded-baseline foreign dist-embedded

# The main job on the bundled data: best-of-n by proxy, n = 1..100, and its plot in target/humaneval.svg.
demo:
	cargo run --release -p bestof-cli -- report data/humaneval.csv --prompt prompt --proxy proxy --gold gold --plot target/humaneval.svg

# Every test that needs no more than cargo, a C and a C++ compiler.
test:
	cargo test --workspace

# The same bits on the narrower tiers of this machine: AVX2, and software fused multiply-add.
tiers:
	RUSTFLAGS='--cfg bestof_tier="avx2"' CARGO_TARGET_DIR=target/tiers cargo test -p bestof --tests
	RUSTFLAGS='--cfg bestof_tier="portable"' CARGO_TARGET_DIR=target/tiers cargo test -p bestof --tests

# target/release/libbestof.a and target/release/libbestof.so
lib:
	sh ffi/build-lib.sh target/release

# target/dist/bestof-<version>-<target>.tar.gz: libraries, headers, pkg-config and CMake files, to unpack anywhere; and
# what dist-embedded makes, where its compilers are.
dist:
	sh ffi/dist.sh target/dist
	if command -v arm-none-eabi-gcc >/dev/null; then $(MAKE) dist-embedded; else echo "no compiler for microcontrollers here: target/dist-embedded is not made"; fi

# include/, docs/c-api.md and ffi/abi/ from ffi/src; the tests fail while they are out of date.
header:
	BESTOF_WRITE_HEADER=1 cargo test -p bestof-ffi --test header

# Nanoseconds a call and an element, scalar and batch.
bench:
	cargo bench -p bestof --bench curve --bench kernels --bench bounds --bench budget --bench estimate --bench golden --bench plan --bench policy --bench ties

# Instructions of every scalar kernel, by valgrind; fails where one has grown by over 3%.
instructions:
	cargo bench -p bestof --bench instructions

# bestof beside numpy, scipy, SLEEF, GSL, Boost and Intel's vector mathematics: a table with ratios.
peers:
	sh benches/peers/run.sh

# The long comparison with MPFR. Needs m4, and a C compiler; the first build of MPFR takes minutes.
accuracy:
	cargo run --release -p bestof-oracle --features mpfr --bin accuracy -- --points 1000000

# The reference of the C and C++ interface in target/doxygen/html. Needs doxygen.
reference:
	(cat ffi/Doxyfile && echo OUTPUT_DIRECTORY = target/doxygen) | doxygen -

# The C tests under sanitizers and valgrind, then a billion mixed calls from two threads. Needs clang and valgrind.
hammer:
	bash ffi/tests/load.sh 1000000000

# Ten minutes for every function that takes a pointer. Needs clang with its runtimes.
fuzz:
	bash ffi/fuzz/run.sh 600

# Every bare-metal target under emulation: the host's bits, sizes and stack within 3% of ffi/embedded/baseline.csv. See docs/embedded.md.
embedded:
	python3 ffi/embedded/embedded.py

# Accepts the sizes as they are, and writes the table of docs/embedded.md.
embedded-baseline:
	python3 ffi/embedded/embedded.py --write-baseline

# The core's tests on six foreign Linux architectures, two of them big endian, under qemu-user.
foreign:
	sh ffi/embedded/linux.sh

# Archives and folders for microcontrollers in target/dist-embedded, read as their build systems would.
dist-embedded:
	sh ffi/embedded/packages.sh target/dist-embedded
	python3 ffi/embedded/check_packages.py target/dist-embedded
