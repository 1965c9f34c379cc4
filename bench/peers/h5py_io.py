"""Writes and reads with h5py the datasets of the model of `bench io`, as Keras would: for KerasSharp.Bench.

Start: h5py_io.py FOLDER MEGABYTES. Each line read makes one round, answered by {"save": seconds, "load": seconds}. Saving ends when the bytes are on the disk.
"""

import gc
import json
import math
import os
import sys
import time

import h5py
import numpy as np

UNITS = 1024
path = os.path.join(sys.argv[1], "peer.weights.h5")
layers = math.ceil(int(sys.argv[2]) * 1e6 / ((UNITS + 1) * UNITS * 4))
kernels = [np.random.rand(UNITS, UNITS).astype("float32") for _ in range(layers)]
bias = np.zeros(UNITS, "float32")


def save():
    """Into a new file, as all do: giving an old one's blocks back can take longer than writing."""
    with h5py.File(path, "w") as file:
        for i, kernel in enumerate(kernels):
            group = file.create_group(f"layers/dense_{i}/vars")
            group.attrs["name"] = f"dense_{i}"
            group["0"] = kernel
            group["1"] = bias
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def load():
    with h5py.File(path, "r") as file:
        return [file[f"layers/dense_{i}/vars/{k}"][()] for i in range(layers) for k in (0, 1)]


def seconds(work):
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


for _ in sys.stdin:
    if os.path.exists(path):
        os.remove(path)
    print(json.dumps({"save": seconds(save), "load": seconds(load)}), flush=True)
