#!/usr/bin/env python3
"""Are our curves of the tweet classifiers and PyTorch's of one distribution? Run with scipy 1.10.

    python3 reference/compare_twitter.py RUNS_FOLDER

RUNS_FOLDER holds run folders named MODEL.SEED as docs/twitter.md says. For each model and each figure of a run it prints
both sides' values and the two-sided p of the Mann-Whitney rank test; nothing below 0.05 is what we want to see (one in
twenty would be below by chance alone).
"""
import collections
import json
import pathlib
import sys

from scipy.stats import mannwhitneyu


def ours(folder):
    for run in sorted(pathlib.Path(folder).glob("*.*/run.json")):
        document = json.loads(run.read_text())
        model, seed = run.parent.name.rsplit(".", 1)
        yield model, int(seed), [{"loss": e["validation"]["loss"], "accuracy": e["validation"]["accuracy"], "f1": e["validation"]["f1"],
                                  "trainLoss": e["train"]["loss"]} for e in document["epochs"]]


def torch():
    curves = collections.OrderedDict()
    for line in (pathlib.Path(__file__).parent / "torch_twitter.jsonl").read_text().splitlines():
        epoch = json.loads(line)
        curves.setdefault((epoch["model"], epoch["seed"]), []).append(epoch)
    for (model, seed), epochs in curves.items():
        yield model, seed, epochs


FIGURES = {
    "loss after epoch 0": lambda epochs: epochs[0]["loss"],
    "train loss after epoch 3": lambda epochs: epochs[3]["trainLoss"],
    "best loss": lambda epochs: min(e["loss"] for e in epochs),
    "best accuracy": lambda epochs: max(e["accuracy"] for e in epochs),
    "accuracy at best loss": lambda epochs: min(epochs, key=lambda e: e["loss"])["accuracy"],
    "best F1": lambda epochs: max(e["f1"] for e in epochs),
    "first epoch with F1 above 0.05": lambda epochs: next((i for i, e in enumerate(epochs) if e["f1"] > 0.05), len(epochs)),
    "epochs": len,
}


def main():
    sides = []
    for source in (ours(sys.argv[1]), torch()):
        runs = collections.defaultdict(list)
        for model, _, epochs in source:
            runs[model].append(epochs)
        sides.append(runs)
    print("| model | figure | ours, median (range) | PyTorch, median (range) | p |\n| --- | --- | --- | --- | --- |")
    smallest = 1.0
    for model in sides[1]:
        if model not in sides[0]:
            continue
        for name, figure in FIGURES.items():
            values = [sorted(figure(epochs) for epochs in side[model]) for side in sides]
            p = mannwhitneyu(*values, alternative="two-sided").pvalue if values[0] != values[1] and len(set(values[0] + values[1])) > 1 else 1.0
            smallest = min(smallest, p)
            cells = [f"{v[len(v) // 2]:.4g} ({v[0]:.4g} to {v[-1]:.4g}), n {len(v)}" for v in values]
            print(f"| {model} | {name} | {cells[0]} | {cells[1]} | {p:.2f} |")
    print(f"\nsmallest p: {smallest:.3f}")


main()
