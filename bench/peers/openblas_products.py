#!/usr/bin/env python3
"""Times C = A · B with OpenBLAS's sgemm, one thread.

usage: openblas_products.py M,N,K... [--seconds S]

OPENBLAS_CORETYPE chooses the kernels (HASWELL: 256 bits, SKYLAKEX: 512 bits).
Prints one JSON object a product: the median and the least milliseconds, and GFLOP/s of the least.
"""
import argparse
import ctypes
import ctypes.util
import json
import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np  # noqa: E402  only for arrays and medians; the product is called by name below

ROW_MAJOR, AS_IS = 101, 111


def main():
    options = argparse.ArgumentParser(description="Times matrix products in OpenBLAS.")
    options.add_argument("sizes", nargs="+")
    options.add_argument("--seconds", type=float, default=2)
    chosen = options.parse_args()
    library = ctypes.CDLL(ctypes.util.find_library("openblas") or "libopenblas.so.0")
    library.openblas_get_corename.restype = ctypes.c_char_p
    library.openblas_get_config.restype = ctypes.c_char_p
    library.openblas_set_num_threads(1)
    version = library.openblas_get_config().decode().split()
    name = f"{version[0]} {version[1]} {library.openblas_get_corename().decode()}"
    pointer, whole, real = ctypes.POINTER(ctypes.c_float), ctypes.c_int, ctypes.c_float
    library.cblas_sgemm.argtypes = [whole] * 6 + [real, pointer, whole, pointer, whole, real, pointer, whole]
    library.cblas_sgemm.restype = None
    for size in chosen.sizes:
        m, n, k = (int(part) for part in size.split(","))
        a, b, c = (np.random.default_rng(i).standard_normal(shape, dtype=np.float32) for i, shape in enumerate([(m, k), (k, n), (m, n)]))
        pa, pb, pc = (x.ctypes.data_as(pointer) for x in (a, b, c))
        inner = max(1, int(2e6 / (2 * m * n * k)))
        times, begin = [], time.perf_counter()
        while len(times) < 5 or time.perf_counter() - begin < chosen.seconds:
            start = time.perf_counter()
            for _ in range(inner):
                library.cblas_sgemm(ROW_MAJOR, AS_IS, AS_IS, m, n, k, 1.0, pa, k, pb, n, 0.0, pc, n)
            times.append(1e3 * (time.perf_counter() - start) / inner)
        least = min(times)
        print(json.dumps(dict(workload=f"gemm:{size}", threads=1, medianMs=float(np.median(times)), minMs=least, steps=len(times), gflops=2e-6 * m * n * k / least, version=name)))


if __name__ == "__main__":
    main()
