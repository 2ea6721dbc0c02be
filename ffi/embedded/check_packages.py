"""Reads the packages as their build systems would: check_packages.py DIRECTORY

The toolchains of ESP-IDF, Zephyr and Arduino are not to be had from package registries. Instead CMake runs the real
CMakeLists.txt with their functions defined here, the metadata are parsed, and every library that a folder names for a
chip is linked into a program for that chip. Archives are used through find_package and pkg-config.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = '#include "bestof.h"\nvoid _start(void) { volatile float x = bestof_klf(7.0f); (void)x; for (;;) {} }\n'
BARE = ["-ffreestanding", "-nostdlib", "-nostartfiles", "-Wl,--gc-sections", "-Wl,--fatal-warnings"]
GCC = {
    "thumbv6m-none-eabi": "arm-none-eabi-gcc -mcpu=cortex-m0plus -mthumb -mfloat-abi=soft",
    "thumbv7em-none-eabi": "arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=soft",
    "thumbv7em-none-eabihf": "arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16",
    "thumbv8m.main-none-eabihf": "arm-none-eabi-gcc -mcpu=cortex-m33 -mthumb -mfloat-abi=hard -mfpu=fpv5-sp-d16",
    "riscv32imc-unknown-none-elf": "riscv64-unknown-elf-gcc -march=rv32imc -misa-spec=2.2 -mabi=ilp32",
    "riscv32imac-unknown-none-elf": "riscv64-unknown-elf-gcc -march=rv32imac -misa-spec=2.2 -mabi=ilp32",
    "aarch64-unknown-none": "aarch64-linux-gnu-gcc -mcpu=cortex-a53 -fno-pie -no-pie",
}


def run(*command, cwd=None, env=None):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, cwd=cwd, env=env)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def link(triple, scratch, *options):
    source = scratch / "main.c"
    source.write_text(PROGRAM)
    run(*GCC[triple].split(), *BARE, source, *options, "-lgcc", "-o", scratch / "main.elf")


def properties(text):
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def check_archive(folder, scratch):
    triple = next(t for t in sorted(GCC, key=len, reverse=True) if folder.name.endswith("-" + t))
    flags = run("pkg-config", "--cflags", "--libs", "bestof", env={"PKG_CONFIG_LIBDIR": str(folder / "lib/pkgconfig"), "PATH": "/usr/bin:/bin"})
    link(triple, scratch, *flags.split())
    (scratch / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.20)\nproject(user NONE)\nfind_package(bestof REQUIRED)\n"
        "get_target_property(library bestof::bestof IMPORTED_LOCATION)\nmessage(STATUS \"FOUND ${library} ${bestof_VERSION}\")\n"
    )
    printed = run("cmake", "-S", scratch, "-B", scratch / "build", f"-Dbestof_DIR={folder / 'lib/cmake/bestof'}")
    library = re.search(r"FOUND (\S+)", printed)[1]
    link(triple, scratch, f"-I{folder}/include", library)


def cmake_reads(folder, scratch, before):
    """What the folder's CMakeLists.txt asks for, when included between these definitions: (directories, libraries)."""
    (scratch / "CMakeLists.txt").write_text(
        f'cmake_minimum_required(VERSION 3.20)\nproject(user NONE)\n{before}\nadd_subdirectory("{folder}" component)\n'
    )
    printed = run("cmake", "-S", scratch, "-B", scratch / "build")
    return re.findall(r"INCLUDE (\S+)", printed), re.findall(r"LIBRARY (\S+)", printed)


ESP_IDF = """
function(idf_component_register)
    cmake_parse_arguments(A "" "" "INCLUDE_DIRS;SRCS;REQUIRES" ${ARGN})
    foreach(directory IN LISTS A_INCLUDE_DIRS)
        message(STATUS "INCLUDE ${CMAKE_CURRENT_LIST_DIR}/${directory}")
    endforeach()
    add_library(component INTERFACE)
    set(COMPONENT_LIB component PARENT_SCOPE)
endfunction()
macro(target_link_libraries target visibility library)
    message(STATUS "LIBRARY ${library}")
endmacro()
"""
ZEPHYR = """
function(zephyr_include_directories)
    message(STATUS "INCLUDE ${ARGV0}")
endfunction()
function(zephyr_link_libraries)
    message(STATUS "LIBRARY ${ARGV0}")
endfunction()
"""
ESP_CHIPS = {"esp32c3": "riscv32imc-unknown-none-elf", "esp32c2": "riscv32imc-unknown-none-elf",
             "esp32c6": "riscv32imac-unknown-none-elf", "esp32h2": "riscv32imac-unknown-none-elf"}  # fmt: skip
ZEPHYR_CPUS = {
    "CPU_CORTEX_M0": "thumbv6m-none-eabi",
    "CPU_CORTEX_M4": "thumbv7em-none-eabi",
    "CPU_CORTEX_M4;FP_HARDABI": "thumbv7em-none-eabihf",
    "CPU_CORTEX_M33;FP_HARDABI": "thumbv8m.main-none-eabihf",
    "RISCV": "riscv32imc-unknown-none-elf",
    "RISCV;RISCV_ISA_EXT_A": "riscv32imac-unknown-none-elf",
}
# Where Arduino's builder looks: src/{build.mcu}/{build.fpu}-{build.float-abi}, then src/{build.mcu}.
ARDUINO = {"cortex-m0plus": "thumbv6m-none-eabi", "cortex-m4/fpv4-sp-d16-hard": "thumbv7em-none-eabihf",
           "cortex-m4": "thumbv7em-none-eabi", "esp32c3": "riscv32imc-unknown-none-elf",
           "esp32c6": "riscv32imac-unknown-none-elf"}  # fmt: skip


def check_linking(triple, scratch, found, what):
    include, libraries = found
    if len(libraries) != 1:
        raise SystemExit(f"{what}: {libraries}")
    link(triple, scratch, *[f"-I{directory}" for directory in include], libraries[0])


def check_esp_idf(folder, fresh):
    manifest = (folder / "idf_component.yml").read_text()
    if not re.search(r'^version: "\d+\.\d+\.\d+"$', manifest, re.M):
        raise SystemExit("idf_component.yml has no version")
    for chip in re.findall(r"^  - (\w+)$", manifest, re.M):
        scratch = fresh()
        found = cmake_reads(folder, scratch, f"set(IDF_TARGET {chip})\n{ESP_IDF}")
        check_linking(ESP_CHIPS.get(chip, "riscv32imac-unknown-none-elf"), scratch, found, chip)


def check_zephyr(folder, fresh):
    module = (folder / "zephyr/module.yml").read_text()
    build = dict(re.findall(r"^  (cmake|kconfig): (\S+)$", module, re.M))
    kconfig = (folder / build["kconfig"]).read_text()
    if not re.search(r"^config BESTOF\n\tbool ", kconfig, re.M):
        raise SystemExit("Kconfig does not define BESTOF")
    for symbols, triple in ZEPHYR_CPUS.items():
        settings = "".join(f"set(CONFIG_{symbol} y)\n" for symbol in symbols.split(";"))
        scratch = fresh()
        found = cmake_reads(folder / build["cmake"], scratch, f"set(CONFIG_BESTOF y)\n{settings}{ZEPHYR}")
        check_linking(triple, scratch, found, symbols)
    scratch = fresh()
    if cmake_reads(folder, scratch, ZEPHYR) != ([], []):
        raise SystemExit("Zephyr's module does something without CONFIG_BESTOF")


def check_arduino(folder, fresh):
    given = properties((folder / "library.properties").read_text())
    for key in "name version author maintainer sentence paragraph category url architectures".split():
        if not given.get(key):
            raise SystemExit(f"library.properties has no {key}")
    if given["precompiled"] not in ("true", "full") or not (folder / "src" / given["includes"]).exists():
        raise SystemExit("library.properties: not a precompiled library with that header")
    for mcu, triple in ARDUINO.items():
        link(triple, fresh(), f"-I{folder}/src", f"-L{folder}/src/{mcu}", *given["ldflags"].split())
    sketch = next((folder / "examples").glob("*/*.ino"))
    if sketch.stem != sketch.parent.name:
        raise SystemExit("a sketch is named like its folder")


def main():
    out = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as top:
        count = iter(range(1000))

        def fresh():
            scratch = Path(top) / str(next(count))
            scratch.mkdir()
            return scratch

        for folder in sorted(path for path in out.iterdir() if path.is_dir()):
            if folder.name.endswith("-esp-idf"):
                check_esp_idf(folder, fresh)
            elif folder.name.endswith("-zephyr"):
                check_zephyr(folder, fresh)
            elif folder.name.endswith("-arduino"):
                check_arduino(folder, fresh)
            else:
                check_archive(folder, fresh())
            print(f"{folder.name}: read and linked")


main()
