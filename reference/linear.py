#!/usr/bin/env python3
"""Linear models on n-grams by scikit-learn. Usage: python3 reference/linear.py > reference/linear.json"""
import json, sys
import numpy as np
import sklearn
from scipy.sparse import hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

rng = np.random.RandomState(11)
syllables = ["ba", "do", "ki", "lu", "me", "no", "ra", "si", "tu", "ve"]
words = ["".join(rng.choice(syllables, size=rng.randint(1, 4))) for _ in range(40)]
texts, classes = [], []
for i in range(90):
    k = i % 3 if i % 5 else 1
    texts.append(" ".join(rng.choice(words[9 * k:9 * k + 22], size=rng.randint(3, 10))))
    classes.append(k)
two = [min(c, 1) for c in classes]


def fit(x, y, **options):
    return LogisticRegression(**{**dict(tol=1e-12, max_iter=1000000), **options}).fit(x, y)


def answer(name, y, x, model, **more):
    return {"name": name, "labels": y, "features": x.shape[1], "decision": np.asarray(model.decision_function(x)).ravel().tolist(), **more}


cases = []
binary = CountVectorizer(binary=True, tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 3), min_df=2).fit_transform(texts)
y = np.array(two)
p, q = 1 + binary[y == 1].sum(0), 1 + binary[y == 0].sum(0)
ratio = np.asarray(np.log(p / p.sum()) - np.log(q / q.sum()))
scaled = binary.multiply(ratio).tocsr()
cases.append(answer("naive Bayes", two, scaled, fit(scaled, two, C=0.3)))

tfidf = dict(sublinear_tf=True, lowercase=False, min_df=2)
both = hstack([
    TfidfVectorizer(tokenizer=str.split, token_pattern=None, ngram_range=(1, 2), **tfidf).fit_transform(texts),
    TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **tfidf).fit_transform(texts),
]).tocsr()
cases.append(answer("characters", classes, both, fit(both, classes, C=10, class_weight="balanced")))

single = TfidfVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 1)).fit_transform(texts)
nets = []
for name, labels in (("two", two), ("three", classes)):
    model = fit(single, labels, C=2, penalty="elasticnet", solver="saga", l1_ratio=0.5, class_weight="balanced")
    nets.append(answer(name, labels, single, model, weights=int((model.coef_ != 0).sum())))

json.dump({"sklearn": sklearn.__version__, "texts": texts, "cases": cases, "elasticNets": nets}, sys.stdout)
