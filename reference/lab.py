"""The lab's recurrent tagger in PyTorch, in double precision: its loss, gradients and a few steps of gradient descent.

Run with Python 3, NumPy and PyTorch 1.13; prints lab.json. The weights are drawn from NumPy's RandomState(1234) in the order
W_e, W_x, W_h, W_y, uniform in [0, 1), the first of them times 0.01.
"""
import json

import numpy
import torch

SIZES = dict(words=40, embedding=6, hidden=5, tags=4)
SENTENCES = [([3, 17, 3, 39, 0, 21, 8], [1, 0, 1, 3, 2, 2, 0]), ([5], [3]), ([11, 11, 12, 2], [0, 0, 2, 1])]


def draw():
    random = numpy.random.RandomState(1234)
    shapes = [(SIZES["words"], SIZES["embedding"]), (SIZES["hidden"], SIZES["embedding"]), (SIZES["hidden"],) * 2, (SIZES["tags"], SIZES["hidden"])]
    drawn = [random.uniform(size=shape) * (0.01 if i == 0 else 1) for i, shape in enumerate(shapes)]
    return [torch.tensor(matrix, dtype=torch.float64, requires_grad=True) for matrix in drawn]


def loss(weights, act, words, tags):
    we, wx, wh, wy = weights
    h = torch.zeros(SIZES["hidden"], dtype=torch.float64)
    rows = []
    for word in words:
        h = act(wx @ we[word] + wh @ h)
        rows.append(wy @ h)
    return torch.nn.functional.cross_entropy(torch.stack(rows), torch.tensor(tags))


cases = []
for name, act in [("sigmoid", torch.sigmoid), ("tanh", torch.tanh), ("relu", torch.relu)]:
    weights = draw()
    steps = []
    for words, tags in SENTENCES * 2:
        value = loss(weights, act, words, tags)
        gradients = torch.autograd.grad(value, weights)
        steps.append({"loss": value.item(), "gradientSums": [g.sum().item() for g in gradients], "gradientSquares": [(g * g).sum().item() for g in gradients]})
        with torch.no_grad():
            for weight, gradient in zip(weights, gradients):
                weight -= 0.1 * gradient
    cases.append({"activation": name, "steps": steps, "finalWy": weights[3].flatten().tolist(), "finalWh": weights[2].flatten().tolist()})

big = numpy.random.RandomState(1234)
for shape in [(4786, 50), (20, 50), (20, 20)]:
    big.uniform(size=shape)
print(json.dumps({"versions": {"torch": torch.__version__, "numpy": numpy.__version__}, "toolkitWy00": float(big.uniform(size=(12, 20))[0, 0]), "cases": cases}, indent=1))
