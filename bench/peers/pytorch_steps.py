#!/usr/bin/env python3
"""Times one optimizer step of the workloads of `unfold bench` in PyTorch, on the CPU.

usage: pytorch_steps.py WORKLOAD [--threads N] [--seconds S] [--packed]

The shapes, the way lengths are drawn and the optimizers are those of `unfold bench WORKLOAD`; the inputs are random.
Ragged workloads are padded to the longest sequence of the batch, or packed with --packed.
Prints one JSON object: the median and the least milliseconds of a step, how many were timed, the version.
"""
import argparse
import json
import time

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

BATCHES = 8
REVIEWS, NEWS = "reviews", "news"

# cell, batch, lengths, inputs, hidden, and what differs from: words in, one logit from the last state, Adam 1e-3
WORKLOADS = {
    "twitter-tanh": dict(cell="rnn", batch=32, lengths=25, inputs=32, hidden=32, words=10_000),
    "twitter-relu": dict(cell="relu", batch=32, lengths=25, inputs=32, hidden=32, words=10_000),
    "twitter-lstm": dict(cell="lstm", batch=32, lengths=25, inputs=32, hidden=32, words=10_000),
    "week06-rnn": dict(cell="rnn", batch=128, lengths=(REVIEWS, 2400), inputs=100, hidden=128, clip=1.0),
    "imdb-rnn": dict(cell="rnn", batch=256, lengths=500, inputs=100, hidden=100, words=10_000),
    "imdb-lstm": dict(cell="lstm", batch=256, lengths=500, inputs=100, hidden=100, words=10_000),
    "imdb-gru": dict(cell="gru", batch=256, lengths=500, inputs=100, hidden=100, words=10_000),
    "imdb-lstm-ragged": dict(cell="lstm", batch=256, lengths=(REVIEWS, 500), inputs=100, hidden=100, words=10_000),
    "imdb-gru-ragged": dict(cell="gru", batch=256, lengths=(REVIEWS, 500), inputs=100, hidden=100, words=10_000),
    "agnews-rnn": dict(cell="rnn", batch=16, lengths=(NEWS, 200), inputs=64, hidden=32, words=95_812, classes=4, read="mean", rate=0.01),
    "agnews-lstm": dict(cell="lstm", batch=16, lengths=(NEWS, 200), inputs=64, hidden=32, words=95_812, classes=4, rate=0.01),
    "pos-rnn": dict(cell="rnn", batch=1, lengths=("even", 29), inputs=50, hidden=20, words=5_000, classes=12, read="all", plain=True, rate=0.1),
    "tagger-bilstm": dict(cell="lstm", batch=32, lengths=24, inputs=100, hidden=200, words=20_000, classes=17, read="all", both=True),
    "big-lstm": dict(cell="lstm", batch=64, lengths=70, inputs=400, hidden=1150, read="sum", plain=True, rate=0.1),
    "imdb-cnn": dict(net="cnn"),
    "imdb-ff": dict(net="ff"),
}


def draw(lengths, batch, rng):
    if isinstance(lengths, int):
        return np.full(batch, lengths)
    kind, most = lengths
    if kind == REVIEWS:
        return np.exp(rng.normal(5.2, 0.65, batch)).astype(int).clip(10, most)
    if kind == NEWS:
        return rng.normal(44, 13, batch).astype(int).clip(12, most)
    return rng.integers(5, most + 1, batch)


class Recurrent(nn.Module):
    """Word vectors, one recurrent layer, a linear layer."""

    def __init__(self, w, packed):
        super().__init__()
        make = {"lstm": nn.LSTM, "gru": nn.GRU}.get(w["cell"], nn.RNN)
        more = {"nonlinearity": "relu"} if w["cell"] == "relu" else {}
        both = w.get("both", False)
        self.words = nn.Embedding(w["words"], w["inputs"], padding_idx=0) if "words" in w else None
        self.cell = make(w["inputs"], w["hidden"], batch_first=True, bidirectional=both, **more)
        self.read = w.get("read", "last")
        self.head = None if self.read == "sum" else nn.Linear(w["hidden"] * (2 if both else 1), w.get("classes", 1))
        self.packed = packed

    def forward(self, x, lengths):
        if self.words is not None:
            x = self.words(x)
        if self.packed:
            _, state = self.cell(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
            return self.head((state[0] if isinstance(state, tuple) else state)[-1])
        states, _ = self.cell(x)
        if self.read == "sum":
            return states
        if self.read == "mean":  # as the published net has it: the pads too
            return self.head(states.mean(1))
        if self.read == "all":
            return self.head(states).flatten(0, 1)
        return self.head(states[torch.arange(len(lengths)), lengths - 1])


class Convolution(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.filters = nn.Embedding(10_000, 100), nn.Conv1d(100, 200, 3)
        self.hidden, self.answer = nn.Linear(200, 250), nn.Linear(250, 1)

    def forward(self, x, _):
        found = self.filters(self.words(x).transpose(1, 2)).relu().amax(2)
        return self.answer(self.hidden(found).relu())


class FeedForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.hidden, self.answer = nn.Embedding(10_000, 100), nn.Linear(50_000, 250), nn.Linear(250, 1)

    def forward(self, x, _):
        return self.answer(self.hidden(self.words(x).flatten(1)))


def batches_of(w, rng):
    """[(inputs, lengths, answers)]"""
    classes, out = w.get("classes", 1), []
    for _ in range(BATCHES):
        lengths = draw(w["lengths"], w["batch"], rng)
        longest = int(lengths.max())
        if "words" in w:
            x = np.zeros((w["batch"], longest), dtype=np.int64)
            for row, length in enumerate(lengths):
                x[row, :length] = rng.integers(1, w["words"], length)
            x = torch.from_numpy(x)
        else:
            x = torch.randn(w["batch"], longest, w["inputs"])
        count = w["batch"] * longest if w.get("read") == "all" else w["batch"]
        answers = torch.from_numpy(rng.integers(0, max(2, classes), count))
        out.append((x, torch.from_numpy(lengths), answers.float() if classes == 1 else answers))
    return out


def make_step(name, packed):
    rng = np.random.default_rng(0)
    w = WORKLOADS[name]
    if "net" in w:
        model = Convolution() if w["net"] == "cnn" else FeedForward()
        w = dict(batch=256, lengths=500, words=10_000)
    else:
        model = Recurrent(w, packed)
    parameters = list(model.parameters())
    rate = w.get("rate", 1e-3)
    optimizer = torch.optim.SGD(parameters, lr=rate) if w.get("plain") else torch.optim.Adam(parameters, lr=rate)
    data, turn = batches_of(w, rng), [0]

    def step():
        x, lengths, answers = data[turn[0] % BATCHES]
        turn[0] += 1
        optimizer.zero_grad()
        out = model(x, lengths)
        if w.get("read") == "sum":
            loss = out.sum()
        elif w.get("classes", 1) == 1:
            loss = nn.functional.binary_cross_entropy_with_logits(out.squeeze(1), answers)
        else:
            loss = nn.functional.cross_entropy(out, answers)
        loss.backward()
        if "clip" in w:
            nn.utils.clip_grad_norm_(parameters, w["clip"])
        optimizer.step()
        return loss.item()

    return step


def main():
    options = argparse.ArgumentParser(description="Times a training step in PyTorch.")
    options.add_argument("workload", choices=sorted(WORKLOADS))
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--packed", action="store_true")
    chosen = options.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(chosen.threads)
    step = make_step(chosen.workload, chosen.packed)
    warm = time.perf_counter()
    for turn in range(3):
        step()
        if turn == 0 and time.perf_counter() - warm > 2:
            break
    times, begin = [], time.perf_counter()
    while len(times) < 2 or (time.perf_counter() - begin < chosen.seconds and len(times) < 5_000):
        start = time.perf_counter()
        step()
        times.append(1e3 * (time.perf_counter() - start))
    print(json.dumps(dict(
        workload=chosen.workload, threads=chosen.threads, medianMs=float(np.median(times)), minMs=min(times), steps=len(times), version=f"PyTorch {torch.__version__}")))


if __name__ == "__main__":
    main()
