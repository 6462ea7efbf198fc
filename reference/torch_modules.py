"""Numbers of PyTorch for normalisation, convolution, pooling, attention and highway layers on texts of different lengths.

Usage: python3 torch_modules.py > torch_modules.json

Everything is made by formula (no random numbers), so that the test makes the same weights and inputs. PyTorch knows no
lengths in these layers: real steps are picked, or masked, by hand here, and gradients come from autograd.
"""
import json
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
LENGTHS = [3, 5, 1]
BATCH, TIME, INPUTS = 3, 5, 3
MASK = torch.tensor([[t < n for t in range(TIME)] for n in LENGTHS])


def fill(shape, key, scale, dtype):
    """scale * cos(0.7 i + 0.31 key) for i = 0, 1, 2 ... in row-major order."""
    i = np.arange(int(np.prod(shape)), dtype=np.float64)
    return torch.tensor(scale * np.cos(0.7 * i + 0.31 * key).reshape(shape), dtype=dtype)


def weigh(tensor, key=70):
    return (tensor * fill(tuple(tensor.shape), key, 1.0, tensor.dtype)).sum()


def numbers(tensor):
    flat = tensor.detach().reshape(-1)
    if tensor.dtype == torch.float32:
        return [float(np.format_float_positional(x, unique=True)) if x else 0.0 for x in flat.numpy()]
    return flat.tolist()


def texts(dtype, key=50):
    return fill((BATCH, TIME, INPUTS), key, 1.0, dtype).requires_grad_()


def filled(module, dtype):
    module = module.to(dtype)
    with torch.no_grad():
        for key, (_, p) in enumerate(module.named_parameters()):
            p.copy_(fill(tuple(p.shape), key, 0.6, dtype))
    return module


def dense(parts, time):
    """Texts [length, F] as [batch, time, F], zeros behind their ends."""
    return torch.stack([functional.pad(part, (0, 0, 0, time - part.shape[0])) for part in parts])


def result(y, x, module=None, **more):
    weigh(y).backward()
    gradients = {name: numbers(p.grad) for name, p in module.named_parameters()} if module else {}
    return {"output": numbers(y), "d_x": numbers(x.grad), "d_parameters": gradients, **more}


def layer_norm(dtype):
    module, x = filled(nn.LayerNorm(INPUTS), dtype), texts(dtype)
    return result(module(x) * MASK.unsqueeze(2), x, module)


def batch_norm(dtype):
    """Two batches while training, gradients of the second; then the running moments on a third."""
    module = filled(nn.BatchNorm1d(INPUTS), dtype)
    module(texts(dtype, 49)[MASK])
    x = texts(dtype)
    y = torch.zeros(BATCH, TIME, INPUTS, dtype=dtype)
    y[MASK] = module(x[MASK])
    trained = result(y, x, module)
    running = {name: numbers(b.to(dtype)) for name, b in module.named_buffers()}
    module.eval()
    module.zero_grad()
    x = texts(dtype, 51)
    y = torch.zeros(BATCH, TIME, INPUTS, dtype=dtype)
    y[MASK] = module(x[MASK])
    return {"trained": trained, "running": running, "evaluated": result(y, x, module)}


def convolution(width, padding, dtype):
    module, x = filled(nn.Conv1d(INPUTS, 4, width, padding=padding), dtype), texts(dtype)
    masked = (x * MASK.unsqueeze(2)).transpose(1, 2)
    if padding == "valid":
        masked = functional.pad(masked, (0, max(0, width - TIME)))
    y = module(masked).transpose(1, 2)
    lengths = LENGTHS if padding == "same" else [max(1, n - width + 1) for n in LENGTHS]
    y = dense([y[i, :n] for i, n in enumerate(lengths)], max(lengths))
    return result(y, x, module, lengths=lengths)


def pooling(size, stride, dtype):
    module, x = nn.MaxPool1d(size, stride), texts(dtype)
    parts = []
    for i, n in enumerate(LENGTHS):
        text = x[i, :n].t().unsqueeze(0)
        parts.append(module(text)[0].t() if n >= size else text.amax(2))
    lengths = [part.shape[0] for part in parts]
    return result(dense(parts, max(lengths)), x, lengths=lengths)


class Learned(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Parameter(torch.zeros(INPUTS))


class Additive(nn.Module):
    def __init__(self):
        super().__init__()
        self.projection, self.score = nn.Linear(INPUTS, 4), nn.Linear(4, 1, bias=False)


def attention(kind, scaled, dtype):
    x = texts(dtype)
    module = {"last": None, "learned": Learned, "additive": Additive}[kind]
    module = filled(module(), dtype) if module else None
    if kind == "additive":
        scores = module.score(torch.tanh(module.projection(x)))[:, :, 0]
    elif kind == "learned":
        scores = x @ module.query
    else:
        last = x[torch.arange(BATCH), torch.tensor(LENGTHS) - 1]
        scores = (x @ last.unsqueeze(2))[:, :, 0]
    if scaled:
        scores = scores / INPUTS ** 0.5
    weights = torch.softmax(scores.masked_fill(~MASK, float("-inf")), 1)
    context = (weights.unsqueeze(2) * x).sum(1)
    return result(context, x, module, weights=numbers(weights))


class Highway(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.gate = nn.Linear(INPUTS, INPUTS), nn.Linear(INPUTS, INPUTS)

    def forward(self, x):
        t = torch.sigmoid(self.gate(x))
        return t * torch.relu(self.hidden(x)) + (1 - t) * x


def highway(dtype):
    module, x = filled(Highway(), dtype), texts(dtype)
    return result(module(x) * MASK.unsqueeze(2), x, module)


def cases(dtype):
    yield "layer_norm", layer_norm(dtype)
    yield "batch_norm", batch_norm(dtype)
    for width in (1, 2, 3, 4, 7):
        for padding in ("same", "valid"):
            yield f"conv1d {width} {padding}", convolution(width, padding, dtype)
    for size, stride in ((2, 2), (3, 1), (2, 3), (4, 4)):
        yield f"max_pool1d {size} {stride}", pooling(size, stride, dtype)
    for kind in ("last", "learned"):
        for scaled in (False, True):
            yield f"attention {kind}{' scaled' if scaled else ''}", attention(kind, scaled, dtype)
    yield "attention additive", attention("additive", False, dtype)
    yield "highway", highway(dtype)


def main():
    lines = []
    for dtype, label in ((torch.float64, "Float64"), (torch.float32, "Float32")):
        for name, case in cases(dtype):
            lines.append(json.dumps({"name": name, "dtype": label, **case}))
    sys.stdout.write('{"torch": "' + torch.__version__ + '",\n"lengths": ' + json.dumps(LENGTHS) + ',\n"cases": [\n')
    sys.stdout.write(",\n".join(lines) + "\n]}\n")


main()
