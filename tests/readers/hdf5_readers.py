"""Compares what h5py and h5wasm find in HDF5 files, or in the weights of .keras files: attributes, members, shapes and values.

Start: hdf5_readers.py FILE..., in a folder where `npm install h5wasm` has been run. Exits with 1 where they differ.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile

import h5py
import numpy as np

LISTER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "h5wasm_list.mjs")


def plain(value):
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()]
    return value.item() if isinstance(value, np.generic) else value


def found_by_h5py(path):
    found = {}

    def visit(name, item):
        entry = {"attrs": {key: plain(value) for key, value in item.attrs.items()}}
        if isinstance(item, h5py.Dataset):
            entry.update(shape=list(item.shape), sum=hashlib.sha256(item[()].tobytes()).hexdigest())
        else:
            entry["keys"] = sorted(item)
        found[f"/{name}"] = entry

    with h5py.File(path) as file:
        visit("", file)
        file.visititems(visit)
    return found


def found_by_h5wasm(path):
    # Node looks for packages from where the script is, so that it is put where they are.
    script = os.path.join(os.getcwd(), ".h5wasm_list.mjs")
    with open(LISTER) as source, open(script, "w") as target:
        target.write(source.read())
    try:
        return json.loads(subprocess.run(["node", script, path], capture_output=True, text=True, check=True).stdout)
    finally:
        os.remove(script)


def differences(path):
    with tempfile.TemporaryDirectory() as folder:
        if zipfile.is_zipfile(path):
            path = zipfile.ZipFile(path).extract("model.weights.h5", folder)
        ours, theirs = found_by_h5py(path), found_by_h5wasm(path)
    print(f"{len(ours)} objects")
    return [(key, ours.get(key), theirs.get(key)) for key in sorted(ours.keys() | theirs.keys()) if ours.get(key) != theirs.get(key)]


failed = False
for path in sys.argv[1:]:
    print(path, end=": ")
    for key, own, other in differences(path):
        failed = True
        print(f"  {key}\n    h5py:   {str(own)[:300]}\n    h5wasm: {str(other)[:300]}")
sys.exit(failed)
