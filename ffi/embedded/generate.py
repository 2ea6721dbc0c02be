"""C tables for the firmware, from the header and the vectors: generate.py DIRECTORY

functions.h lists every function of include/bestof.h whose arguments and result are numbers, and every array function,
by signature; vectors.h holds a slice of tests/vectors; functions.json is the same list for JavaScript. A function that
is in none of them belongs into firmware/structures.c, streams.c or policies.c.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = 12  # of a file of vectors

NUMBER = {"double": "d", "float": "f", "uint64_t": "u"}


def declarations():
    """(result, name, [type]) of every function in the header."""
    text = (ROOT / "include/bestof.h").read_text()
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"^#.*$", "", text, flags=re.M)
    for result, name, arguments in re.findall(r"^([\w ]+?[ *]+)(bestof_\w+)\(([^;{]*)\);", text, re.M):
        types = []
        for argument in arguments.split(","):
            types.append(re.sub(r"\s*\b\w+$", "", argument.strip()) if argument.strip() != "void" else "void")
        yield result.strip(), name.removeprefix("bestof_"), [re.sub(r"\s+", " ", t).strip() for t in types]


def classify():
    scalars, batches, rest = [], [], []
    for result, name, types in declarations():
        if result in ("double", "float") and all(t in NUMBER for t in types):
            scalars.append((name, NUMBER[result], "".join(NUMBER[t] for t in types)))
        elif name.endswith("_batch") and all(t in ("const double *", "size_t", "double", "double *") for t in types):
            before = types.index("const double *")
            batches.append((name, before, types.count("double") - before))
        else:
            rest.append(name)
    return scalars, batches, rest


def functions_h(scalars, batches):
    lines = ["/* Made by generate.py: SCALAR(name, arguments, result, call with a[] and u), BATCH(name, call). */"]
    lines.append("#define SCALARS \\")
    for name, result, types in scalars:
        call = ", ".join(f"{'(float)' if t == 'f' else ''}a[{i}]" if t != "u" else f"u[{i}]" for i, t in enumerate(types))
        lines.append(f"    SCALAR({name}, \"{types}\", '{result}', bestof_{name}({call})) \\")
    lines.append("")
    lines.append("#define BATCHES \\")
    for name, before, after in batches:
        call = "".join(f"parameter[{i}], " for i in range(before)) + "x, len, "
        call += "".join(f"parameter[{before + i}], " for i in range(after)) + "out"
        lines.append(f"    BATCH({name}, bestof_{name}({call})) \\")
    lines.append("")
    return "\n".join(lines) + "\n"


def hexadecimal(x):
    return "__builtin_inf()" if x == float("inf") else x.hex()


def vectors_h(scalars):
    lines = ["/* Made by generate.py from tests/vectors: VECTOR(name, arguments, the double nearest to the true value). */"]
    lines.append("#define VECTORS \\")
    held = 0
    for name, result, types in scalars:
        path = ROOT / f"tests/vectors/{name}.csv"
        if result != "d" or not path.exists():
            continue
        rows = [line.split(",") for line in path.read_text().split()[1:]]
        if name == "exp_max_quantile":  # too few digits for a p that small: tests/vectors/README.md
            rows = [row for row in rows if float.fromhex(row[1]) > 1e-100]
        if name == "logistic_max_mean":
            rows = [row for row in rows if float.fromhex(row[0]) > 1]
        for row in rows[:: max(1, len(rows) // ROWS)]:
            real = [kind != "u" or text.startswith(("0x", "-", "inf")) for kind, text in zip(types, row[:-1])]
            arguments = [hexadecimal(float.fromhex(x)) if r else "0.0" for x, r in zip(row[:-1], real)]
            whole = ["0" if r else f"UINT64_C({x})" for x, r in zip(row[:-1], real)]
            if len(arguments) != len(types):
                raise SystemExit(f"{path}: {len(arguments)} arguments, {len(types)} in the header")
            expected = hexadecimal(float(row[-1]))
            lines.append(f"    VECTOR({name}, ({', '.join(arguments)}), ({', '.join(whole)}), {expected}) \\")
            held += 1
    if held < 200:
        raise SystemExit(f"only {held} vectors found")
    lines.append("")
    return "\n".join(lines) + "\n"


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    scalars, batches, rest = classify()
    called = "".join((ROOT / f"ffi/embedded/firmware/{name}.c").read_text() for name in ("structures", "streams", "policies"))
    missing = [name for name in rest if not re.search(rf"\bbestof_{name}\(", called)]
    if missing:
        raise SystemExit(f"not called by the firmware: {' '.join(missing)}")
    (out / "functions.h").write_text(functions_h(scalars, batches))
    (out / "vectors.h").write_text(vectors_h(scalars))
    (out / "functions.json").write_text(json.dumps({"scalars": scalars}))
    (out / "names").write_text("\n".join(name for _, name, _ in declarations()) + "\n")


main()
