// Lists what h5wasm finds in an HDF5 file as JSON: attributes, members, shapes, and the SHA-256 of values. For hdf5_readers.py.
import h5wasm from "h5wasm/node";
import { createHash } from "node:crypto";

const ARRAYS = { f: Float32Array, d: Float64Array, b: Int8Array, B: Uint8Array, h: Int16Array, H: Uint16Array, i: Int32Array, I: Uint32Array, q: BigInt64Array, Q: BigUint64Array };

await h5wasm.ready;
const file = new h5wasm.File(process.argv[2], "r");
const found = {};

function plain(value) {
  return typeof value === "bigint" ? Number(value) : ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value, plain) : value;
}

function bytes(dataset) {
  // A scalar comes as a number, anything else as a typed array.
  const values = ArrayBuffer.isView(dataset.value) ? dataset.value : ARRAYS[dataset.dtype.at(-1)].of(dataset.value);
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function visit(path, object) {
  const entry = { attrs: Object.fromEntries(Object.entries(object.attrs).map(([name, attribute]) => [name, plain(attribute.value)])) };
  found[path] = entry;
  if (object instanceof h5wasm.Dataset) {
    Object.assign(entry, { shape: object.shape, sum: createHash("sha256").update(bytes(object)).digest("hex") });
    return;
  }

  entry.keys = [...object.keys()].sort();
  for (const key of entry.keys) {
    visit(`${path === "/" ? "" : path}/${key}`, object.get(key));
  }
}

visit("/", file.get("/"));
console.log(JSON.stringify(found));
