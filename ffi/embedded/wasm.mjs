// The scalar functions of a WebAssembly module on the grid of the firmware: node wasm.mjs MODULE FUNCTIONS GRID EXPECTED
import { readFileSync } from "node:fs";

const [module, functions, grid, expected] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module), {});

function number(text) {
    text = text.replace("INFINITY_", "Infinity").replace("NAN_", "NaN");
    const hex = /^(-?)0x([0-9a-f]+)(?:\.([0-9a-f]+))?p([+-]?\d+)$/.exec(text);
    if (!hex) return Number(text);
    const [, sign, whole, fraction = "", power] = hex;
    const exponent = Number(power) - 4 * fraction.length;
    const half = Math.trunc(exponent / 2);
    const size = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** half * 2 ** (exponent - half);
    return sign ? -size : size;
}

function whole(text) {
    if (text === "UINT64_MAX") return (1n << 64n) - 1n;
    const shifted = /^UINT64_C\((\d+)\) << (\d+)$/.exec(text);
    return shifted ? BigInt(shifted[1]) << BigInt(shifted[2]) : BigInt(text);
}

const source = readFileSync(grid, "utf8");
function list(name, parse) {
    const body = new RegExp(`${name}\\[\\] = \\{([^}]*)\\}`).exec(source)[1];
    return body.split(",").map((x) => x.trim()).filter((x) => x !== "").map(parse);
}
const reals = [list("grid_first", number), list("grid_later", number)];
const wholes = [list("grid_whole_first", whole), list("grid_whole_later", whole)];

const view = new DataView(new ArrayBuffer(8));
function bits(kind, x) {
    if (kind === "f") {
        if (Number.isNaN(x)) return 0x7fc00000n;
        view.setFloat32(0, x);
        return BigInt(view.getUint32(0));
    }
    if (Number.isNaN(x)) return 0x7ff8000000000000n;
    view.setFloat64(0, x);
    return view.getBigUint64(0);
}

const wanted = new Map();
for (const [, name, hash] of readFileSync(expected, "utf8").matchAll(/EXPECTED\("([^"]+)", (0x[0-9a-f]+)\)/g))
    wanted.set(name, BigInt(hash));

let wrong = 0;
let checked = 0;
for (const [name, result, types] of JSON.parse(readFileSync(functions, "utf8")).scalars) {
    const f = instance.exports[`bestof_${name}`];
    const columns = [...types].map((type, i) => (type === "u" ? wholes : reals)[i === 0 ? 0 : 1]);
    const index = columns.map(() => 0);
    let hash = 0xcbf29ce484222325n;
    for (let more = true; more; ) {
        const y = f(...columns.map((column, i) => column[index[i]]));
        hash = BigInt.asUintN(64, (hash ^ bits(result, y)) * 0x100000001b3n);
        more = false;
        for (let i = 0; i < index.length && !more; i++) {
            more = ++index[i] < columns[i].length;
            if (!more) index[i] = 0;
        }
    }
    checked++;
    if (hash !== wanted.get(name)) {
        console.log(`wrong bits: ${name}`);
        wrong++;
    }
}
if (wrong === 0) console.log(`wasm32: ${checked} functions, every bit as on the host`);
process.exit(wrong === 0 && checked > 30 ? 0 : 1);
