"""Numbers of PyTorch's recurrent layers, losses, Linear and Embedding for tests/Unfold.Tests/Parity.

Usage: python3 torch_recurrent.py > torch_recurrent.json

Everything is made by formula (no random numbers), so that the test makes the same weights and inputs. RNN with a
sigmoid does not exist in torch.nn; it is written out of elementary operations here, as are its gradients by autograd.
"""
import json
import sys

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.set_num_threads(1)
LENGTHS = [3, 5, 1]
BATCH, TIME, INPUTS, HIDDEN = 3, 5, 3, 4


def fill(shape, key, scale, dtype):
    """scale * cos(0.7 i + 0.31 key) for i = 0, 1, 2 ... in row-major order."""
    i = np.arange(int(np.prod(shape)), dtype=np.float64)
    return torch.tensor(scale * np.cos(0.7 * i + 0.31 * key).reshape(shape), dtype=dtype)


def weigh(tensor, key):
    return (tensor * fill(tuple(tensor.shape), key, 1.0, tensor.dtype)).sum()


class SigmoidRnn(torch.nn.Module):
    """h' = sigmoid(W_ih x + b_ih + W_hh h + b_hh) with the parameters of torch.nn.RNN."""

    def __init__(self, inputs, hidden, num_layers, bidirectional, bias, batch_first):
        super().__init__()
        self.twin = torch.nn.RNN(inputs, hidden, num_layers, bidirectional=bidirectional, bias=bias)

    def named_parameters(self, *_, **__):
        return self.twin.named_parameters()

    def forward(self, packed, h0=None):
        x, lengths = pad_packed_sequence(packed, batch_first=True)
        weights, directions = dict(self.named_parameters()), 2 if self.twin.bidirectional else 1
        finals = []
        for layer in range(self.twin.num_layers):
            sides = []
            for direction in range(directions):
                end = f"_l{layer}" + ("_reverse" if direction else "")
                rows, last = [], []
                for b, length in enumerate(lengths.tolist()):
                    h = x.new_zeros(HIDDEN) if h0 is None else h0[layer * directions + direction, b]
                    steps = [None] * length
                    for t in reversed(range(length)) if direction else range(length):
                        pre = weights["weight_ih" + end] @ x[b, t] + weights["weight_hh" + end] @ h
                        if self.twin.bias:
                            pre = pre + weights["bias_ih" + end] + weights["bias_hh" + end]
                        h = torch.sigmoid(pre)
                        steps[t] = h
                    rows.append(torch.stack(steps + [x.new_zeros(HIDDEN)] * (TIME - length)))
                    last.append(h)
                sides.append(torch.stack(rows))
                finals.append(torch.stack(last))
            x = torch.cat(sides, 2)
        return pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False), torch.stack(finals)


CELLS = {
    "rnn_tanh": (torch.nn.RNN, {"nonlinearity": "tanh"}),
    "rnn_relu": (torch.nn.RNN, {"nonlinearity": "relu"}),
    "rnn_sigmoid": (SigmoidRnn, {}),
    "lstm": (torch.nn.LSTM, {}),
    "gru": (torch.nn.GRU, {}),
}
# layers, bidirectional, bias, initial state
SHAPES = [(1, False, True, False), (1, True, True, True), (2, False, False, True), (2, True, True, True)]


def numbers(tensor):
    flat = tensor.detach().reshape(-1)
    if tensor.dtype == torch.float32:
        return [float(np.format_float_positional(x, unique=True)) if x else 0.0 for x in flat.numpy()]
    return flat.tolist()


def recurrent(cell, layers, bidirectional, bias, initial, dtype):
    kind, extra = CELLS[cell]
    module = kind(INPUTS, HIDDEN, num_layers=layers, bidirectional=bidirectional, bias=bias, batch_first=True, **extra).to(dtype)
    parameters = list(module.named_parameters())
    with torch.no_grad():
        for key, (_, p) in enumerate(parameters):
            p.copy_(fill(tuple(p.shape), key, 0.6, dtype))
    x = fill((BATCH, TIME, INPUTS), 50, 1.0, dtype).requires_grad_()
    planes = layers * (2 if bidirectional else 1)
    states = [fill((planes, BATCH, HIDDEN), 60 + k, 0.8, dtype).requires_grad_() for k in range(2 if cell == "lstm" else 1)] if initial else []
    start = None if not initial else tuple(states) if cell == "lstm" else states[0]
    packed = pack_padded_sequence(x, torch.tensor(LENGTHS), batch_first=True, enforce_sorted=False)
    output, final = module(packed, start)
    output, _ = pad_packed_sequence(output, batch_first=True, total_length=TIME)
    finals = list(final) if cell == "lstm" else [final]
    loss = weigh(output, 70) + sum(weigh(f, 71 + k) for k, f in enumerate(finals))
    loss.backward()
    return {
        "output": numbers(output),
        "finals": [numbers(f) for f in finals],
        "d_parameters": {name: numbers(p.grad) for name, p in parameters},
        "d_x": numbers(x.grad),
        "d_states": [numbers(s.grad) for s in states],
    }


def loss_cases(dtype):
    z1, z2 = fill((6,), 1, 4.0, dtype), fill((4, 3), 2, 3.0, dtype)
    y1, y2 = torch.tensor([1, 0, 1, 1, 0, 0.25], dtype=dtype), torch.tensor([2, 0, 1, 2])
    weights = torch.tensor([0.5, 2.0, 1.25], dtype=dtype)
    cases = {
        "bce": (z1, lambda z: torch.nn.BCEWithLogitsLoss()(z, y1)),
        "bce_pos_weight": (z1, lambda z: torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor(3.5, dtype=dtype))(z, y1)),
        "bce_large": (20 * z1, lambda z: torch.nn.BCEWithLogitsLoss()(z, y1)),
        "ce": (z2, lambda z: torch.nn.CrossEntropyLoss()(z, y2)),
        "ce_weights": (z2, lambda z: torch.nn.CrossEntropyLoss(weight=weights)(z, y2)),
        "ce_smoothing": (z2, lambda z: torch.nn.CrossEntropyLoss(label_smoothing=0.1)(z, y2)),
        "ce_weights_smoothing": (z2, lambda z: torch.nn.CrossEntropyLoss(weight=weights, label_smoothing=0.2)(z, y2)),
    }
    made = {}
    for name, (z, function) in cases.items():
        leaf = z.clone().requires_grad_()
        loss = function(leaf)
        loss.backward()
        made[name] = {"loss": loss.item(), "d_logits": numbers(leaf.grad)}
    return made


def linear(dtype):
    module = torch.nn.Linear(3, 4).to(dtype)
    with torch.no_grad():
        module.weight.copy_(fill((4, 3), 0, 0.6, dtype))
        module.bias.copy_(fill((4,), 1, 0.6, dtype))
    x = fill((2, 5, 3), 50, 1.0, dtype).requires_grad_()
    y = module(x)
    weigh(y, 70).backward()
    return {"output": numbers(y), "d_weight": numbers(module.weight.grad), "d_bias": numbers(module.bias.grad), "d_x": numbers(x.grad)}


def embedding(dtype):
    module = torch.nn.Embedding(6, 3, padding_idx=0).to(dtype)
    with torch.no_grad():
        module.weight.copy_(fill((6, 3), 0, 0.6, dtype))
    y = module(torch.tensor([1, 2, 2, 5, 0, 5, 4, 1]))
    weigh(y, 70).backward()
    return {"output": numbers(y), "d_weight": numbers(module.weight.grad)}


def main():
    lines = []
    for dtype, label in ((torch.float64, "Float64"), (torch.float32, "Float32")):
        for cell in CELLS:
            for layers, bidirectional, bias, initial in SHAPES:
                head = {"cell": cell, "dtype": label, "layers": layers, "bidirectional": bidirectional, "bias": bias, "initial": initial}
                lines.append(json.dumps({**head, **recurrent(cell, layers, bidirectional, bias, initial, dtype)}))
    rest = {label: {"losses": loss_cases(dtype), "linear": linear(dtype), "embedding": embedding(dtype)}
            for dtype, label in ((torch.float64, "Float64"), (torch.float32, "Float32"))}
    sys.stdout.write('{"torch": "' + torch.__version__ + '",\n"lengths": ' + json.dumps(LENGTHS) + ',\n"cases": [\n')
    sys.stdout.write(",\n".join(lines) + '\n],\n"others": ' + json.dumps(rest) + "}\n")


main()
