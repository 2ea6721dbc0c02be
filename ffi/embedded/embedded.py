"""Builds the archive of every bare-metal target, runs it under emulation, and guards its size: embedded.py [TARGET]...

For each target: the firmware of firmware/check.c gives the host's bits and exits 0, and, with one expected bit wrong,
exits 1; firmware/measure.c gives instructions and stack, a stub for each function its code alone. Those figures may
not grow by more than 3% over ffi/embedded/baseline.csv; `--write-baseline` writes that file and docs/embedded.md's table.
"""

import csv
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "target/embedded"
BASELINE = HERE / "baseline.csv"
CHECK = [HERE / f"firmware/{name}.c" for name in ("check", "structures", "streams", "policies")]
GROWTH = 1.03
# Below this a change of a few instructions is more than 3%.
SLACK = 16
# What no call may exceed in bytes of stack, but those that firmware/check.c names.
DEEPEST = 1024

SEMIHOSTING = "-display none -monitor none -serial none -semihosting-config enable=on,target=native -icount shift=0".split()


@dataclass
class Target:
    name: str
    triple: str
    gcc: list
    board: list  # files of board/
    memory: dict  # FLASH, FLASH_SIZE, RAM, RAM_SIZE
    emulator: list
    parts: tuple = ("0",)  # of the firmware, where flash does not hold all of it
    deepest: int = DEEPEST

    @property
    def directory(self):
        return BUILD / "boards" / self.name

    def link(self, sources, out, *options):
        run(
            *self.gcc, "-Os", "-Wall", "-Wextra", "-Werror", "-std=gnu11", "-ffreestanding", "-nostdlib", "-nostartfiles",
            "-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections", "-Wl,--no-warn-rwx-segments",
            "-T", HERE / "board/board.ld", *[f"-Wl,--defsym={k}={v}" for k, v in self.memory.items()],
            "-I", HERE / "board", "-I", HERE / "firmware", "-I", ROOT / "include", "-I", BUILD / "generated", *options,
            *sources, *[HERE / f"board/{name}.c" for name in ["begin", *self.board]],
            self.directory / "libbestof.a", "-lgcc", "-o", out,
        )  # fmt: skip

    def run(self, elf):
        """(exit code, what it printed)"""
        done = subprocess.run([*self.emulator, *SEMIHOSTING, "-kernel", elf], capture_output=True, text=True, timeout=300)
        return done.returncode, done.stderr + done.stdout


TARGETS = [
    Target(
        "cortex-m4f", "thumbv7em-none-eabihf",
        "arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16".split(), ["cortex_m", "aeabi"],
        {"FLASH": 0, "FLASH_SIZE": 0x400000, "RAM": 0x20000000, "RAM_SIZE": 0x10000},
        "qemu-system-arm -M mps2-an386".split(),
    ),
    Target(
        "cortex-m0", "thumbv6m-none-eabi",
        "arm-none-eabi-gcc -mcpu=cortex-m0 -mthumb -mfloat-abi=soft".split(), ["cortex_m", "aeabi"],
        {"FLASH": 0, "FLASH_SIZE": 0x40000, "RAM": 0x20000000, "RAM_SIZE": 0x4000},
        "qemu-system-arm -M microbit".split(), ("1", "2"), 1152,
    ),
    Target(
        "rv32imac", "riscv32imac-unknown-none-elf",
        "riscv64-unknown-elf-gcc -march=rv32imac -misa-spec=2.2 -mabi=ilp32 -mcmodel=medany".split(), ["riscv"],
        {"FLASH": 0x80000000, "FLASH_SIZE": 0x400000, "RAM": 0x80400000, "RAM_SIZE": 0x10000},
        "qemu-system-riscv32 -M virt -bios none".split(),
    ),
    Target(
        "cortex-a53", "aarch64-unknown-none",
        "aarch64-linux-gnu-gcc -mcpu=cortex-a53 -fno-pie -no-pie -mno-outline-atomics".split(), ["aarch64"],
        {"FLASH": 0x40080000, "FLASH_SIZE": 0x400000, "RAM": 0x40480000, "RAM_SIZE": 0x10000},
        "qemu-system-aarch64 -M virt -cpu cortex-a53 -nic none".split(), deepest=12288,
    ),
]  # fmt: skip


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(str(part) for part in command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def expectations():
    """The tables of the firmware, and the bits of this machine."""
    generated = BUILD / "generated"
    print(run(sys.executable, HERE / "generate.py", generated), end="")
    run("sh", ROOT / "ffi/build-lib.sh", BUILD / "host")
    program = BUILD / "host/check"
    run(
        "gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-std=gnu11", "-DHOST", "-I", ROOT / "include", "-I", generated,
        *CHECK, BUILD / "host/libbestof.a", "-lm", "-o", program,
    )  # fmt: skip
    (generated / "expected.h").write_text(run(program))
    return (generated / "expected.h").read_text().count("\n")


def code_alone(target, names):
    """Bytes of code and constants that a firmware pays for one call of each, and for the whole library."""
    directory = target.directory / "stubs"
    directory.mkdir(exist_ok=True)

    def size(called, label):
        stub = directory / f"{label}.c"
        # Through pointers of another type: the stub is linked, never run.
        addresses = ", ".join(f"(void (*)(void))bestof_{name}" for name in called) or "0"
        stub.write_text(
            '#pragma GCC diagnostic ignored "-Wcast-function-type"\n#include "bestof.h"\n#include "board.h"\n'
            f"static void (*const volatile calls[])(void) = {{{addresses}}};\nint main(void) {{ return calls[0] != 0; }}\n"
        )
        elf = stub.with_suffix(".elf")
        target.link([stub], elf)
        text, data, *_ = run(target.gcc[0].replace("gcc", "size"), elf).splitlines()[1].split()
        return int(text) + int(data)

    nothing = size([], "nothing")
    alone = {name: size([name], name) - nothing for name in names}
    everything = (BUILD / "generated/names").read_text().split()
    return alone, size(everything, "everything") - nothing


def check(target):
    """Builds, runs and measures; rows of (target, function, code, instructions, stack)."""
    started = time.monotonic()
    target.directory.mkdir(parents=True, exist_ok=True)
    run("sh", HERE / "build-archive.sh", target.triple, target.directory)
    for part in target.parts:
        target.link(CHECK, target.directory / "check.elf", f"-DPART={part}", f"-DDEEPEST={target.deepest}")
        code, printed = target.run(target.directory / "check.elf")
        if code != 0:
            raise SystemExit(f"{target.name}, part {part}: exit code {code}\n{printed}")
        print(f"{target.name}: {printed.strip()}", flush=True)

    target.link(CHECK, target.directory / "spoilt.elf", f"-DPART={target.parts[0]}", "-DSPOIL=3", f"-DDEEPEST={target.deepest}")
    code, printed = target.run(target.directory / "spoilt.elf")
    if code != 1 or "wrong bits" not in printed:
        raise SystemExit(f"{target.name}: a wrong bit was not noticed: exit code {code}\n{printed}")

    target.link([HERE / "firmware/measure.c"], target.directory / "measure.elf")
    code, printed = target.run(target.directory / "measure.elf")
    if code != 0:
        raise SystemExit(f"{target.name}, measure: exit code {code}\n{printed}")
    figures = {name: (instructions, stack) for name, instructions, stack in map(str.split, printed.splitlines())}
    sizes, whole = code_alone(target, figures)
    rows = [(target.name, name, sizes[name], *map(int, figure)) for name, figure in figures.items()]
    rows.append((target.name, "(whole library)", whole, 0, max(row[4] for row in rows)))
    print(f"{target.name}: {len(figures)} functions measured, {time.monotonic() - started:.0f} s")
    return rows


def examples():
    """The evaluation loop in C, on this machine and on the M4F: the same output. And the firmware in Rust, which checks itself."""
    board = TARGETS[0]
    source = HERE / "examples/edge_loop.c"
    program = BUILD / "host/edge_loop"
    run("gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-std=c11", "-DHOST", "-I", ROOT / "include", source,
        BUILD / "host/libbestof.a", "-o", program)  # fmt: skip
    printed = run(program)
    board.link([source], board.directory / "edge_loop.elf")
    if board.run(board.directory / "edge_loop.elf") != (0, printed):
        raise SystemExit(f"edge_loop.c: not what this machine prints:\n{printed}")
    print(f"edge_loop.c, the same on {board.name}:\n{printed}", end="")

    link = [*board.gcc[1:], "-nostartfiles", "-nostdlib", f"-T{HERE}/board/board.ld"]
    link += [f"-Wl,--defsym={key}={value}" for key, value in board.memory.items()]
    flags = ["-Zunstable-options", "-Cpanic=immediate-abort", f"-Clinker={board.gcc[0]}", *[f"-Clink-arg={x}" for x in link]]
    run("env", "RUSTC=/usr/bin/rustc", "RUSTC_BOOTSTRAP=1", f"RUSTFLAGS={' '.join(flags)}",
        "/usr/bin/cargo", "build", "--quiet", "--locked", "--release", "--manifest-path", HERE / "rust/Cargo.toml",
        "--target-dir", BUILD / "rust", "-Z", "build-std=core", "--target", board.triple)  # fmt: skip
    code, printed = board.run(BUILD / f"rust/{board.triple}/release/bestof-firmware")
    if code != 0:
        raise SystemExit(f"the firmware in Rust: exit code {code}\n{printed}")
    print("the firmware in Rust: every bit right")


def webassembly():
    """The library as a WebAssembly module, in node: the same hashes of all scalar functions."""
    linker = Path(run("rustc", "--print", "sysroot").strip()) / "lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld"
    if not (linker.exists() and shutil.which("node")):
        print("wasm32: SKIPPED, there is no node or no rust-lld here")
        return
    run("env", "RUSTC=/usr/bin/rustc", "RUSTC_BOOTSTRAP=1", "RUSTFLAGS=-Zunstable-options -Cpanic=immediate-abort",
        "/usr/bin/cargo", "rustc", "--quiet", "--locked", "--target-dir", BUILD, "-p", "bestof-ffi", "--profile", "firmware",
        "--lib", "--features", "panic-handler,small", "--crate-type", "cdylib", "-Z", "build-std=core",
        "--target", "wasm32-unknown-unknown", "--", "-C", f"linker={linker}", "-C", "linker-flavor=wasm-ld")  # fmt: skip
    module = BUILD / "wasm32-unknown-unknown/firmware/bestof_ffi.wasm"
    arguments = [HERE / "wasm.mjs", module, BUILD / "generated/functions.json", HERE / "firmware/grid.h"]
    print(run("node", *arguments, BUILD / "generated/expected.h"), end="")
    spoilt = BUILD / "generated/spoilt.h"
    text = (BUILD / "generated/expected.h").read_text()
    spoilt.write_text(text.replace("0x", "0x1", 1))
    done = subprocess.run(["node", *arguments, spoilt], capture_output=True, text=True)
    if done.returncode != 1 or "wrong bits" not in done.stdout:
        raise SystemExit(f"wasm32: a wrong bit was not noticed\n{done.stdout}{done.stderr}")


def table(rows):
    """The figures as Markdown: a line a function, a column a target."""
    names = [target.name for target in TARGETS if target.name in {row[0] for row in rows}]
    figures = {(target, function): rest for target, function, *rest in rows}
    lines = ["| function | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    for function in dict.fromkeys(row[1] for row in rows):
        cells = []
        for name in names:
            code, instructions, stack = figures[name, function]
            instructions = int(instructions)
            cells.append(f"{code} · {instructions} · {stack}" if instructions else f"{code} · · {stack}")
        lines.append(f"| `{function}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write_table(rows):
    path = ROOT / "docs/embedded.md"
    before, _, rest = path.read_text().partition("<!-- table -->\n")
    _, _, after = rest.partition("<!-- end of table -->\n")
    path.write_text(f"{before}<!-- table -->\n{table(rows)}\n<!-- end of table -->\n{after}")


def compare(rows):
    """What has grown by more than the baseline allows."""
    if not BASELINE.exists():
        print(f"no {BASELINE.name} yet: `make embedded-baseline` writes it")
        return []
    with BASELINE.open() as file:
        baseline = {(row[0], row[1]): [int(x) for x in row[2:]] for row in list(csv.reader(file))[1:]}
    problems = []
    for target, function, *figures in rows:
        if (target, function) not in baseline:
            print(f"{target}, {function}: not in {BASELINE.name} yet")
            continue
        for what, now, before in zip(("code", "instructions", "stack"), figures, baseline[target, function]):
            if now > max(before * GROWTH, before + SLACK):
                problems.append(f"{target}, {function}: {what} {now}, was {before}")
    return problems


def main():
    write = "--write-baseline" in sys.argv
    wanted = [name for name in sys.argv[1:] if not name.startswith("--")]
    print(f"{expectations()} hashes from this machine")
    rows = []
    for target in TARGETS:
        if not wanted or target.name in wanted:
            rows += check(target)
    with (BASELINE if write else BUILD / "measured.csv").open("w") as file:
        csv.writer(file, lineterminator="\n").writerows([("target", "function", "code", "instructions", "stack"), *rows])
    if not wanted:
        webassembly()
        examples()
    if write:
        write_table(rows)
        return
    problems = compare(rows)
    if problems:
        raise SystemExit("grown by more than 3% (make embedded-baseline accepts):\n" + "\n".join(problems))


main()
