"""The lab's tagger trained the way its toolkit goes about it, to be timed beside `pos-rnn`: NumPy, a loop over the words of a sentence, a
dense gradient for every matrix, one step of gradient descent a sentence.

python3 toolkit_rnn.py TRAIN.conllu[.gz] [EPOCHS] takes the first thousand sentences of 2 to 14 words and prints, for each epoch, its seconds, the
processor's seconds and the mean loss. Set OPENBLAS_NUM_THREADS=1: matrices of twenty rows gain nothing by threads.
"""
import gzip, sys, time
import numpy

def sentences(path):
    words, tags = [], []
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 3 and cells[0].isdigit():
                words.append(cells[1]); tags.append(cells[3])
            elif not line.strip() and words:
                yield words, tags
                words, tags = [], []

taken = [pair for pair in sentences(sys.argv[1]) if 2 <= len(pair[0]) <= 14][:1000]
ids, tag_ids = {}, {}
data = [(numpy.array([ids.setdefault(w, len(ids)) for w in ws]), numpy.array([tag_ids.setdefault(t, len(tag_ids)) for t in ts])) for ws, ts in taken]
random = numpy.random.RandomState(1234)
E, H, T = 50, 20, len(tag_ids)
We, Wx, Wh, Wy = random.uniform(size=(len(ids), E)) * 0.01, random.uniform(size=(H, E)), random.uniform(size=(H, H)), random.uniform(size=(T, H))

def step(x, y):
    n = len(x)
    h, p = numpy.zeros((n + 1, H)), numpy.zeros((n, T))
    for t in range(n):
        h[t] = 1 / (1 + numpy.exp(-(Wx @ We[x[t]] + Wh @ h[t - 1])))
        z = Wy @ h[t]
        z -= z.max()
        p[t] = numpy.exp(z) / numpy.exp(z).sum()
    loss = -numpy.log(p[range(n), y]).mean()
    dWe, dWx, dWh, dWy = (numpy.zeros(w.shape) for w in (We, Wx, Wh, Wy))
    carried = numpy.zeros(H)
    for t in reversed(range(n)):
        dz = p[t].copy(); dz[y[t]] -= 1; dz /= n
        dWy += numpy.outer(dz, h[t])
        da = (Wy.T @ dz + carried) * h[t] * (1 - h[t])
        dWh += numpy.outer(da, h[t - 1])
        dWx += numpy.outer(da, We[x[t]])
        dWe[x[t]] += Wx.T @ da
        carried = Wh.T @ da
    for w, d in ((We, dWe), (Wx, dWx), (Wh, dWh), (Wy, dWy)):
        w -= 0.1 * d
    return loss

for epoch in range(int(sys.argv[2]) if len(sys.argv) > 2 else 3):
    began = time.perf_counter(); cpu = time.process_time()
    loss = sum(step(x, y) * len(x) for x, y in data) / sum(len(x) for x, _ in data)
    print(f"{time.perf_counter() - began:.3f} s, processor {time.process_time() - cpu:.3f} s, loss {loss:.6f}")
