"""Numbers of numpy.random.RandomState for tests/Unfold.Tests/Random. Usage: python3 numpy_random.py > numpy_random.json"""
import json
import sys

import numpy as np


def case(seed):
    def fresh():
        return np.random.RandomState(seed)

    wide = fresh()
    far = fresh()
    far.rand(5000)
    big = fresh().permutation(31962)
    return {
        "seed": seed,
        "words": [int(x) for x in wide.randint(0, 2**32, size=8, dtype=np.uint32)],
        "rand": fresh().rand(8).tolist(),
        "rand_after_5000": far.rand(3).tolist(),
        "randn": fresh().randn(9).tolist(),
        "randint_3_17": fresh().randint(3, 17, size=20).tolist(),
        "permutation_20": fresh().permutation(20).tolist(),
        "permutation_1": fresh().permutation(1).tolist(),
        "permutation_31962_first": big[:10].tolist(),
        "permutation_31962_last": big[-10:].tolist(),
    }


json.dump({"numpy": np.__version__, "cases": [case(s) for s in (0, 42, 1234, 2**32 - 1)]}, sys.stdout, indent=1)
print()
