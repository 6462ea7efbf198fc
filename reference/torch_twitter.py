#!/usr/bin/env python3
"""Trains the published tweet classifiers with PyTorch, for the curves that docs/twitter.md compares ours with.

Run with PyTorch 1.13.0, scikit-learn 1.2.1 (Debian 12), one thread:
    OMP_NUM_THREADS=1 python3 reference/torch_twitter.py DATA_DIR MODEL SEED [EPOCHS]
MODEL is tanh, relu or lstm; with "-real" behind it the state is read at the last real token instead of after the padding.
Prints one JSON line an epoch; reference/torch_twitter.jsonl holds what it printed, without the seconds.
"""
import collections
import csv
import json
import re
import sys
import time

import numpy
import torch
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

MAX_LENGTH, WORDS, BATCH, PATIENCE, GAIN = 25, 10_000, 32, 5, 1e-3
RULES = [("'", " '  "), ('"', ""), (r"\.", " . "), ("<br />", " "), (",", " , "), (r"\(", " ( "), (r"\)", " ) "),
         ("!", " ! "), (r"\?", " ? "), (";", " "), (":", " "), (r"\s+", " ")]


def tokens(text):
    text = text.lower()
    for pattern, replacement in RULES:
        text = re.sub(pattern, replacement, text)
    return text.split()


class Classifier(torch.nn.Module):
    def __init__(self, cell):
        super().__init__()
        self.embedding = torch.nn.Embedding(WORDS, 32, padding_idx=0)
        self.rnn = (torch.nn.LSTM(32, 32, batch_first=True) if cell == "lstm"
                    else torch.nn.RNN(32, 32, nonlinearity=cell, batch_first=True))
        self.fc = torch.nn.Linear(32, 1)

    def forward(self, ids, last):
        states, _ = self.rnn(self.embedding(ids))
        return self.fc(states[torch.arange(len(ids)), last]).squeeze(1)


def load(folder):
    with open(f"{folder}/twitter/twitter.csv", encoding="utf8") as file:
        rows = list(csv.DictReader(file))
    texts = [tokens(row["tweet"]) for row in rows]
    labels = numpy.array([row["label"] == "1" for row in rows], dtype=numpy.float32)
    train, validation = train_test_split(numpy.arange(len(rows)), random_state=42, shuffle=True, test_size=0.2)
    counts = collections.Counter(word for row in train for word in texts[row])
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:WORDS - 2]
    vocabulary = {word: 2 + rank for rank, (word, _) in enumerate(ordered)}
    ids = numpy.zeros((len(rows), MAX_LENGTH), dtype=numpy.int64)
    for row, words in enumerate(texts):
        cut = [vocabulary.get(word, 1) for word in words[:MAX_LENGTH]]
        ids[row, :len(cut)] = cut
    lengths = numpy.array([max(1, min(len(words), MAX_LENGTH)) for words in texts])
    return torch.from_numpy(ids), torch.from_numpy(lengths), torch.from_numpy(labels), train, validation


def main():
    folder, name, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    epochs = int(sys.argv[4]) if len(sys.argv) > 4 else 50
    ids, lengths, labels, train, validation = load(folder)
    last = lengths - 1 if name.endswith("-real") else torch.full_like(lengths, MAX_LENGTH - 1)
    torch.manual_seed(seed)
    model = Classifier(name.removesuffix("-real"))
    optimizer, criterion = torch.optim.Adam(model.parameters()), torch.nn.BCEWithLogitsLoss()
    truth, best, waited = labels[validation].numpy() > 0.5, float("inf"), 0
    for epoch in range(epochs):
        began = time.perf_counter()
        order, total = train[torch.randperm(len(train)).numpy()], 0.0
        for start in range(0, len(order), BATCH):
            rows = order[start:start + BATCH]
            optimizer.zero_grad()
            loss = criterion(model(ids[rows], last[rows]), labels[rows])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        seconds = time.perf_counter() - began
        with torch.no_grad():
            logits = torch.cat([model(ids[rows], last[rows]) for rows in numpy.array_split(validation, 50)])
            loss = criterion(logits, labels[validation]).item()
        answers = (logits > 0).numpy()
        print(json.dumps({"model": name, "seed": seed, "epoch": epoch, "trainLoss": round(total / len(order), 4), "loss": round(loss, 4),
                          "accuracy": round(float((answers == truth).mean()), 4),
                          "f1": round(float(f1_score(truth, answers, zero_division=0)), 4), "seconds": round(seconds, 2)}), flush=True)
        if best - loss > GAIN:
            best, waited = loss, 0
        else:
            waited += 1
            if waited >= PATIENCE:
                return


main()
