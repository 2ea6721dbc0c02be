"""Writes a file of tests/vectors, for the scripts beside it: a line a point, arguments exactly, the value to 34 digits."""

from pathlib import Path

from mpmath import mpf, nstr

VECTORS = Path(__file__).parent.parent / "tests" / "vectors"


def write(name, arguments, points, f):
    lines = [",".join(arguments) + ",expected"]
    for point in points:
        value = f(*map(mpf, point))
        text = "0.0" if value == 0 else nstr(value, 34, strip_zeros=False)
        fields = [x.hex() if isinstance(x, float) else str(x) for x in point]
        lines.append(",".join(fields + [text]))
    (VECTORS / f"{name}.csv").write_text("\n".join(lines) + "\n")
