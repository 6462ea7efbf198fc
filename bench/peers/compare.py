#!/usr/bin/env python3
"""Measures Unfold beside PyTorch, oneDNN and OpenBLAS: the two sides of a ratio in turn, in one run.

usage: compare.py [--only GROUP...] [--rounds N] [--seconds S] [--unfold PATH] [--results FOLDER]

A round times each side once, for some seconds; a side's figure is the median of its rounds' medians. A peer gets the
number of threads at which it is fastest, and so does Unfold, unless a line is about threads. Groups: pytorch, onednn,
openblas, openblas-256, own. Each group is written as it ends to FOLDER/PROCESSOR.json, and all that is there as a table beside it.
"""
import argparse
import datetime
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
THREADS = (1, 2)
AVX512 = "avx512f" in pathlib.Path("/proc/cpuinfo").read_text()

# workload, what it is measured against, at least so many times as fast
PYTORCH = [
    ("twitter-tanh", 12), ("twitter-relu", 12), ("twitter-lstm", 12), ("week06-rnn", 25), ("imdb-rnn", 12), ("imdb-lstm", 12), ("imdb-gru", 12),
    ("imdb-lstm-ragged", 25), ("imdb-gru-ragged", 25), ("agnews-rnn", 12), ("agnews-lstm", 12), ("tagger-bilstm", 12), ("pos-rnn", 12),
    ("imdb-cnn", 5), ("imdb-ff", 3), ("big-lstm", 8),
]
PACKED = {"week06-rnn", "imdb-lstm-ragged", "imdb-gru-ragged"}  # PyTorch has two ways with these; the faster one counts
LARGE, SMALL, WIDE = "500,256,100,100", "25,32,32,32", "70,64,400,1150"
PRODUCTS_256_BIT = 0.8  # asked of every product where the widest vectors have 256 bits
PRODUCTS = [("1024,1024,1024", 0.9), ("256,400,100", 1.0), ("16,400,100", 1.0), ("16,100,400", 1.0), ("32,128,32", 1.0), ("800,128,32", 1.0), ("64,4600,1150", 1.0)]
WHOLE_STEPS = ["imdb-rnn", "imdb-lstm", "imdb-gru", "week06-rnn", "imdb-lstm-ragged", "imdb-gru-ragged", "big-lstm"]  # their shares of the peak: no ratio can grow by more than the rest
MORE_TIMINGS, SHORT_MS = 2, 50
PEAK_SHARES = [(100, 64), (128, 64), (256, 64), (512, 64), (100, 256), (256, 256)]


class Sides:
    """Runs both sides' programs; remembers versions, and how much memory each took."""

    def __init__(self, options):
        self.unfold_path, self.seconds, self.rounds = options.unfold, options.seconds, options.rounds
        self.versions, self.peak_memory, self.steps, self.kernels = {}, {}, {}, None
        self.folder = tempfile.TemporaryDirectory()

    def run(self, label, command, **environment):
        """The last line that a program prints, and notes its peak memory."""
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
        lines = process.stdout.read().strip()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(map(str, command))}: expected exit code 0, got {process.returncode}.")
        self.peak_memory[label] = max(self.peak_memory.get(label, 0), usage.ru_maxrss * 1024)
        return lines

    def unfold(self, workload, threads, **environment):
        steps = self.steps.get((workload, threads), 3)
        found = json.loads(self.run(("unfold", workload), [self.unfold_path, "bench", workload, "--steps", str(steps), "--threads", str(threads), "--json"], **environment))[0]
        self.steps[workload, threads] = max(3, min(5_000, int(1e3 * self.seconds / found["medianMs"])))
        return found

    def watched(self, workload):
        """With the default lenses and without; an epoch of fewer than some hundred steps is looked at more closely than those of a real run are."""
        step = self.unfold(workload, 1)["medianMs"]
        steps = max(400, min(1_500, int(1e3 * self.seconds / step)))
        return json.loads(self.run(("unfold", workload), [self.unfold_path, "bench", workload, "--watch", "--steps", str(steps), "--threads", "1", "--json"]))[0]

    def pytorch(self, workload, threads, *more):
        found = json.loads(self.run(("pytorch", workload), ["/usr/bin/python3", HERE / "pytorch_steps.py", workload, "--threads", str(threads), "--seconds", str(self.seconds), *more]))
        self.versions["PyTorch"] = found["version"]
        return found

    def onednn(self, cell, threads):
        program = pathlib.Path(self.folder.name) / "onednn_layers"
        if not program.exists():
            subprocess.run(["g++", "-O2", "-std=c++17", HERE / "onednn_layers.cpp", "-o", program, "-ldnnl"], check=True)
        found = json.loads(self.run(("onednn", cell), [program, cell, str(self.seconds)], OMP_NUM_THREADS=str(threads)))
        self.versions["oneDNN"] = found["version"]
        return found

    def peak(self):
        """Multiply-adds of one core as fast as they can be issued, GFLOP/s."""
        return max(self.unfold("peak", 1)["gflops"] for _ in range(3))

    def openblas(self, size, kernels):
        found = json.loads(self.run(("openblas", size), ["/usr/bin/python3", HERE / "openblas_products.py", size, "--seconds", str(self.seconds)], OPENBLAS_CORETYPE=kernels))
        self.versions["OpenBLAS"], self.kernels = found["version"].rsplit(" ", 1)
        return found

    def in_turn(self, *sides):
        """The median of each side's medians, the sides taken in turn; a first turn is only for finding how many steps there is time for."""
        for side in sides:
            side()
        found = [[] for _ in sides]
        for _ in range(self.rounds):
            for place, side in enumerate(sides):
                found[place].append(side()["medianMs"])
        return [statistics.median(times) for times in found]


def line(what, against, ours, theirs, least, note="", peak_ms=None):
    """One ratio; with the milliseconds that the work takes at the processor's peak, the ratio that no program can exceed."""
    row = dict(what=what, against=against, oursMs=ours, theirsMs=theirs, ratio=theirs / ours, least=least, note=note)
    if peak_ms:
        row["limit"] = theirs / peak_ms
        row["note"] = note = f"{note} {peak_ms / ours:.2f} of the peak; at the peak it would be {row['limit']:.1f}".strip()
    print(f"{what:34} {against:24} {ours:12.3f} {theirs:12.3f} {theirs / ours:8.2f}  {least:5} {'' if theirs / ours >= least else 'short'} {note}", flush=True)
    return row


def fastest(ways):
    """The fastest of several ways by their least times: name and the call. Short steps are timed several times in turn: a busy neighbour makes a way that needs both cores look slow."""
    times = [way()["minMs"] for _, way in ways]
    for _ in range(MORE_TIMINGS if min(times) < SHORT_MS else 0):
        times = [min(least, way()["minMs"]) for least, (_, way) in zip(times, ways)]
    return ways[times.index(min(times))]


def work(found):
    """Millions of floating-point operations of a step."""
    return found["gflops"] * found["medianMs"]


def pytorch(sides):
    rows, peak = [], sides.peak()
    for workload, least in PYTORCH:
        packings = [(), ("--packed",)] if workload in PACKED else [()]
        theirs_name, theirs = fastest([(f"{threads} thread{'s' * (threads > 1)}{''.join(more).replace('--', ', ')}", lambda t=threads, m=more: sides.pytorch(workload, t, *m))
                                              for threads in THREADS for more in packings])
        ours_name, ours = fastest([(f"{threads}", lambda t=threads: sides.unfold(workload, t)) for threads in THREADS])
        a, b = sides.in_turn(ours, theirs)
        at_peak = work(ours()) / (len(THREADS) * peak)  # with all cores, whatever the number that was faster
        rows.append(line(f"{workload}, {ours_name} thread{'s' * (ours_name > '1')}", f"PyTorch, {theirs_name}", a, b, least, peak_ms=at_peak))
    memory = [sides.peak_memory[side, "imdb-lstm"] / 1e6 for side in ("unfold", "pytorch")]
    rows.append(dict(what="imdb-lstm, memory at the peak", against="PyTorch", oursMb=memory[0], theirsMb=memory[1], ratio=memory[1] / memory[0], least=2, note="MB"))
    print(f"imdb-lstm, memory: {memory[0]:.0f} MB against {memory[1]:.0f} MB")
    return rows


def onednn(sides):
    rows, peak = [], sides.peak()
    for kind in ("rnn", "lstm", "gru"):
        for threads in THREADS:
            cell = f"cell:{kind},{LARGE}"
            a, b = sides.in_turn(lambda: sides.unfold(cell, threads), lambda: sides.onednn(cell[5:], threads))
            at_peak = work(sides.unfold(cell, threads)) / (threads * peak)
            rows.append(line(f"{cell}, {threads} thread{'s' * (threads > 1)}", "oneDNN, the same", a, b, 1.5, peak_ms=at_peak))
    for cell, least in [(f"cell:{kind},{SMALL}", 1.5) for kind in ("rnn", "lstm", "gru")] + [(f"cell:lstm,{WIDE}", 1.0)]:
        theirs_name, theirs = fastest([(f"{threads}", lambda t=threads: sides.onednn(cell[5:], t)) for threads in THREADS])
        ours_name, ours = fastest([(f"{threads}", lambda t=threads: sides.unfold(cell, t)) for threads in THREADS])
        a, b = sides.in_turn(ours, theirs)
        rows.append(line(f"{cell}, threads {ours_name}", f"oneDNN, threads {theirs_name}", a, b, least, peak_ms=work(ours()) / (len(THREADS) * peak)))
    return rows


def openblas(sides):
    return products(sides, "SKYLAKEX" if AVX512 else "HASWELL", {}, lambda least: least if AVX512 else PRODUCTS_256_BIT)


def openblas256(sides):
    """Both sides with 256-bit vectors, on a processor that has wider ones."""
    return products(sides, "HASWELL", dict(UNFOLD_SIMD="256"), lambda _: PRODUCTS_256_BIT) if AVX512 else []


def products(sides, kernels, environment, asked):
    rows = []
    for size, least in PRODUCTS:
        a, b = sides.in_turn(lambda: sides.unfold(f"gemm:{size}", 1, **environment), lambda: sides.openblas(size, kernels))
        m, n, k = map(int, size.split(","))
        rows.append(line(f"gemm:{size}", f"OpenBLAS {sides.kernels}", a, b, asked(least), f"{2e-6 * m * n * k / a:.0f} GFLOP/s"))
    return rows


def own(sides):
    rows = []
    peak = sides.peak()
    print(f"peak of a core: {peak:.1f} GFLOP/s")
    for hidden, batch in PEAK_SHARES:
        for threads in THREADS:
            rates = [sides.unfold(f"cell:lstm,100,{batch},{hidden},{hidden}", threads)["gflops"] for _ in range(sides.rounds + 1)][1:]
            share = statistics.median(rates) / (threads * peak)
            rows.append(dict(what=f"cell:lstm,100,{batch},{hidden},{hidden}, {threads} thread{'s' * (threads > 1)}", against=f"the peak, {threads * peak:.0f} GFLOP/s",
                             ratio=share, least=0.5, note=f"{statistics.median(rates):.0f} GFLOP/s"))
            print(rows[-1]["what"], f"{share:.2f}", flush=True)
    for workload in WHOLE_STEPS:
        rates = [sides.unfold(workload, 2)["gflops"] for _ in range(sides.rounds + 1)][1:]
        share = statistics.median(rates) / (2 * peak)
        rows.append(dict(what=f"{workload}, 2 threads", against=f"the peak, {2 * peak:.0f} GFLOP/s", ratio=share, note=f"{statistics.median(rates):.0f} GFLOP/s"))
        print(rows[-1]["what"], f"{share:.2f}", flush=True)
    one, two = sides.in_turn(lambda: sides.unfold("imdb-lstm", 1), lambda: sides.unfold("imdb-lstm", 2))
    rows.append(dict(what="imdb-lstm, two threads", against="one thread", oursMs=two, theirsMs=one, ratio=one / two, least=1.85, note=""))
    rates = [[sides.unfold(name, 1)["gflops"] for _ in range(sides.rounds + 1)][1:] for name in ("imdb-lstm", "imdb-lstm-ragged")]
    ragged = statistics.median(rates[0]) / statistics.median(rates[1])
    rows.append(dict(what="imdb-lstm-ragged, time of a word", against="imdb-lstm, dense", ratio=ragged, most=1.15, note=""))
    for workload in ("twitter-tanh", "twitter-lstm", "week06-rnn"):  # imdb-lstm would take four minutes: unfold bench imdb-lstm --watch --steps 400
        found = sides.watched(workload)
        rows.append(dict(what=f"{workload}, default lenses on", against="off", ratio=found["watchRatio"], most=1.03, note=""))
    if "UNFOLD_DATA" in os.environ:
        text = min(sides.unfold("imdb-text", 2)["medianMs"] for _ in range(sides.rounds))
        rows.append(dict(what="imdb-text, two threads", against="a second", oursMs=text, ratio=1e3 / text, least=1, note=""))
    for row in rows[-6:]:
        print(row["what"], f"{row['ratio']:.3f}")
    return rows


def processor():
    text = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", text)[1].strip()
    family, number = re.search(r"cpu family\s*: (\d+)", text)[1], re.search(r"\nmodel\s*: (\d+)", text)[1]
    return model, f"{re.sub(r'[^A-Za-z0-9]+', '-', model).strip('-')}-{family}-{number}"


def table(found):
    """The results as Markdown."""
    out = [f"# {found['processor']}", "", f"{found['cores']} cores, {found['width']}; {'; '.join(found['versions'].values())}; .NET {found['runtime']}.",
           "Milliseconds are medians; a ratio is the peer's time over ours unless a line says otherwise. Both sides in turn, in one run:", "",
           "    python3 bench/peers/compare.py", ""]
    for group, part in found["groups"].items():
        out += [f"## {group}", "", f"{part['date']}, {part['rounds']} rounds of {part['seconds']:g} s a side.", "", "| work | against | ours | theirs | ratio | asked | |", "| --- | --- | --- | --- | --- | --- | --- |"]
        for row in part["rows"]:
            ours, theirs = (next((f"{row[key]:,.3g}" if row[key] < 100 else f"{row[key]:,.0f}" for key in keys if row.get(key) is not None), "") for keys in (("oursMs", "oursMb"), ("theirsMs", "theirsMb")))
            asked = f"at least {row['least']}" if "least" in row else f"at most {row['most']}" if "most" in row else ""
            holds = row.get("least", 0) <= row["ratio"] <= row.get("most", float("inf"))
            out.append(f"| `{row['what'].split(', ')[0]}`{''.join(', ' + part for part in row['what'].split(', ')[1:])} | {row['against']} | {ours} | {theirs} | {row['ratio']:.2f} | {asked} | {row['note']}{'' if holds else ' **short**' if row.get('limit', float('inf')) >= row.get('least', 0) else ' **short, as it would be at the peak**'} |")
        out.append("")
    return "\n".join(out)


def main():
    groups = {"pytorch": pytorch, "onednn": onednn, "openblas": openblas, "openblas-256": openblas256, "own": own}
    options = argparse.ArgumentParser(description="Measures Unfold beside its peers.")
    options.add_argument("--only", nargs="+", choices=list(groups), default=list(groups))
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=4)
    options.add_argument("--unfold", default=ROOT / "artifacts/bin/Unfold.Cli/release/Unfold.Cli", type=pathlib.Path)
    options.add_argument("--results", default=ROOT / "bench/results", type=pathlib.Path)
    chosen = options.parse_args()
    if not chosen.unfold.exists():
        sys.exit(f"{chosen.unfold}: expected Unfold's command line, got no such file. Build it: dotnet build -c Release src/Unfold.Cli")
    sides = Sides(chosen)
    model, name = processor()
    chosen.results.mkdir(exist_ok=True)
    path = chosen.results / f"{name}.json"
    found = json.loads(path.read_text()) if path.exists() else dict(groups={}, versions={})
    for group in chosen.only:
        rows = groups[group](sides)
        if not rows:
            continue
        found.update(processor=model, cores=os.cpu_count(), width="AVX-512" if AVX512 else "AVX2",
                     runtime=subprocess.run(["dotnet", "--version"], capture_output=True, text=True).stdout.strip(), versions={**found["versions"], **sides.versions})
        found["groups"][group] = dict(date=datetime.date.today().isoformat(), rounds=chosen.rounds, seconds=chosen.seconds, rows=rows)
        path.write_text(json.dumps(found, indent=1) + "\n")
        path.with_suffix(".md").write_text(table(found))


if __name__ == "__main__":
    main()
