#!/usr/bin/env python3
"""Metrics and a bag-of-words logistic model by scikit-learn. Usage: python3 reference/training.py > reference/training.json"""
import json, sys
import numpy as np
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (accuracy_score, average_precision_score, confusion_matrix, f1_score, log_loss,
                             precision_score, recall_score)

rng = np.random.RandomState(7)
logits = np.round(rng.randn(200) * 2 - 1, 1)  # rounded, so that scores tie
labels = (rng.rand(200) < 1 / (1 + np.exp(-logits * 0.7))).astype(int)
answers = (1 / (1 + np.exp(-logits)) >= 0.4).astype(int)
binary = {
    "logits": logits.tolist(), "labels": labels.tolist(), "threshold": 0.4,
    "loss": log_loss(labels, 1 / (1 + np.exp(-logits))), "accuracy": accuracy_score(labels, answers),
    "precision": precision_score(labels, answers), "recall": recall_score(labels, answers), "f1": f1_score(labels, answers),
    "macroF1": f1_score(labels, answers, average="macro"), "averagePrecision": average_precision_score(labels, logits),
    "confusion": confusion_matrix(labels, answers).tolist(),
}
three = rng.randn(90, 3)
truth = np.where(rng.rand(90) < 0.6, three.argmax(1), rng.randint(0, 3, 90))
odds = np.exp(three) / np.exp(three).sum(1, keepdims=True)
multi = {
    "logits": three.ravel().tolist(), "labels": truth.tolist(), "loss": log_loss(truth, odds), "accuracy": accuracy_score(truth, three.argmax(1)),
    "macroF1": f1_score(truth, three.argmax(1), average="macro"), "confusion": confusion_matrix(truth, three.argmax(1)).tolist(),
}

words = [f"w{i}" for i in range(30)]
texts, classes = [], []
for i in range(60):
    k = i % 3 if i % 4 else 0
    texts.append(" ".join(rng.choice(words[8 * k:8 * k + 14], size=rng.randint(3, 9))))
    classes.append(k)
bags = []
for name, y in (("two", [min(c, 1) for c in classes]), ("three", classes)):
    features = TfidfVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 2))
    x = features.fit_transform(texts)
    model = LogisticRegression(C=10, class_weight="balanced", tol=1e-10, max_iter=100000).fit(x, y)
    bags.append({"name": name, "labels": y, "features": x.shape[1], "decision": np.asarray(model.decision_function(x)).ravel().tolist()})

json.dump({"sklearn": sklearn.__version__, "binary": binary, "multi": multi, "texts": texts, "bags": bags}, sys.stdout)
