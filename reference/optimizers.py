"""Weights after each step of PyTorch's optimizers, in float64, for tests/Unfold.Tests/Optim. Usage: python3 optimizers.py > optimizers.json"""
import json
import sys

import torch

torch.manual_seed(0)
STEPS, ROWS, COLUMNS = 10, 4, 3
START = torch.randn(ROWS, COLUMNS, dtype=torch.float64)
GRADIENTS = [torch.randn(ROWS, COLUMNS, dtype=torch.float64) for _ in range(STEPS)]
TOUCHED = [[0, 2], [2], [1, 0], [2, 0], [0], [1], [2, 1], [0, 2], [1], [0]]  # row 3 never
SPARSE = [torch.sparse_coo_tensor(torch.tensor([rows]), g[rows], (ROWS, COLUMNS)) for rows, g in zip(TOUCHED, GRADIENTS)]


def run(make, gradients=GRADIENTS, clip_norm=None, clip_value=None, schedule=None):
    w = torch.nn.Parameter(START.clone())
    optimizer = make([w])
    scheduler = schedule(optimizer) if schedule else None
    after = []
    for g in gradients:
        w.grad = g.clone()
        if clip_value is not None:
            torch.nn.utils.clip_grad_value_([w], clip_value)
        if clip_norm is not None:
            torch.nn.utils.clip_grad_norm_([w], clip_norm)
        optimizer.step()
        if scheduler:
            scheduler.step()
        after.append(w.detach().flatten().tolist())
    return after


o = torch.optim
masked = [s.to_dense() for s in SPARSE]
cases = {
    "sgd": run(lambda p: o.SGD(p, lr=0.1)),
    "sgd_decay": run(lambda p: o.SGD(p, lr=0.1, weight_decay=0.3)),
    "sgd_momentum_dampening": run(lambda p: o.SGD(p, lr=0.1, momentum=0.9, dampening=0.4, weight_decay=0.1)),
    "sgd_nesterov": run(lambda p: o.SGD(p, lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.05)),
    "adam": run(lambda p: o.Adam(p, lr=0.02)),
    "adam_decay": run(lambda p: o.Adam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.2)),
    "adamw": run(lambda p: o.AdamW(p, lr=0.02, betas=(0.85, 0.99), weight_decay=0.3)),
    "sparse_adam": run(lambda p: o.SparseAdam(p, lr=0.02), gradients=SPARSE),
    "adam_rows": run(lambda p: o.Adam(p, lr=0.02), gradients=masked),
    "adamw_rows": run(lambda p: o.AdamW(p, lr=0.02, weight_decay=0.3), gradients=masked),
    "sgd_momentum_rows": run(lambda p: o.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.1), gradients=masked),
    "adam_clip_norm": run(lambda p: o.Adam(p, lr=0.02), clip_norm=2.0),
    "sgd_clip_value_norm": run(lambda p: o.SGD(p, lr=0.1), clip_value=0.7, clip_norm=1.5),
    "sgd_step_schedule": run(lambda p: o.SGD(p, lr=0.1), schedule=lambda x: o.lr_scheduler.StepLR(x, 3, 0.5)),
    "sgd_cosine_schedule": run(lambda p: o.SGD(p, lr=0.1), schedule=lambda x: o.lr_scheduler.CosineAnnealingLR(x, 10, 0.01)),
}
json.dump({
    "torch": torch.__version__, "shape": [ROWS, COLUMNS], "start": START.flatten().tolist(),
    "gradients": [g.flatten().tolist() for g in GRADIENTS], "touched": TOUCHED, "cases": cases,
}, sys.stdout)
print()
