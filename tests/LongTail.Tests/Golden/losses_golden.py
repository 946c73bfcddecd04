#!/usr/bin/env python3
"""Golden values and gradients of cross-entropy, distillation and balanced distillation, by PyTorch autograd in float64.

  losses_golden.py [OUT.json]      default: losses.json beside this script

B images, C classes; student logits Z and teacher logits Zhat [B, C]; labels y [B]; temperature T; n images per class.
  weights   w_c = (1 - beta) / (1 - beta^n_c), then scaled to sum to C
  CE        mean over b of -log softmax(Z_b)[y_b], unweighted
  KD        CE + T^2 * mean over b of KL(q_b || p_b), p = softmax(Z / T), q = softmax(Zhat / T)
  BKD       the same with q_bc = w_c qhat_bc / sum_j w_j qhat_bj, qhat = softmax(Zhat / T)
Reported: total; "distillation", the term added to CE (with T^2); "per_sample", its value for each image (with T^2,
so that their mean is "distillation"); "gradient", of the total with respect to Z.

Case "waves": Z_bc = 2 sin(1 + 0.7 (C b + c)), Zhat_bc = 3 sin(2 + 0.9 (C b + c)), y_b = (3 b + 1) mod C, b and c from 0.
"""
import math
import os
import sys

import torch
from torch.nn import functional

import golden_json


def waves(images, classes):
    place = lambda b, c: classes * b + c
    return {
        "counts": [500, 200, 80, 20, 3], "beta": 0.9999, "temperature": 3.0,
        "student": [[2 * math.sin(1 + 0.7 * place(b, c)) for c in range(classes)] for b in range(images)],
        "teacher": [[3 * math.sin(2 + 0.9 * place(b, c)) for c in range(classes)] for b in range(images)],
        "labels": [(3 * b + 1) % classes for b in range(images)],
    }


CASES = {
    "small": {
        "counts": [100, 20, 5], "beta": 0.9999, "temperature": 2.0,
        "student": [[1.0, 0.5, -0.2], [0.1, -0.3, 0.8]],
        "teacher": [[2.0, 0.1, -1.0], [0.5, 0.2, 1.5]],
        "labels": [0, 2],
    },
    "waves": waves(6, 5),
}


def class_weights(counts, beta):
    counts = torch.tensor(counts, dtype=torch.float64)
    weights = (1 - beta) / (1 - beta ** counts)
    return weights * len(counts) / weights.sum()


def distillation(student, teacher, temperature, weights):
    """T^2 KL(target || student) for each image, [B]."""
    target = functional.softmax(teacher / temperature, dim=1) * weights
    target = target / target.sum(dim=1, keepdim=True)
    elements = functional.kl_div(functional.log_softmax(student / temperature, dim=1), target, reduction="none")
    return temperature ** 2 * elements.sum(dim=1)


def values(case):
    teacher = torch.tensor(case["teacher"], dtype=torch.float64)
    labels = torch.tensor(case["labels"])
    weights = class_weights(case["counts"], case["beta"])
    results = {"class_weights": weights.tolist()}
    for name, used in (("ce", None), ("kd", torch.ones_like(weights)), ("bkd", weights)):
        student = torch.tensor(case["student"], dtype=torch.float64, requires_grad=True)
        total = functional.cross_entropy(student, labels)
        result = {}
        if used is not None:
            per_sample = distillation(student, teacher, case["temperature"], used)
            total = total + per_sample.mean()
            result = {"distillation": per_sample.mean().item(), "per_sample": per_sample.tolist()}
        total.backward()
        results[name] = {"total": total.item(), **result, "gradient": student.grad.tolist()}
    return results


def main(out):
    golden = {"made_by": "losses_golden.py", "torch": torch.__version__,
              "waves": "student 2*sin(1 + 0.7*(C*b + c)), teacher 3*sin(2 + 0.9*(C*b + c)), labels (3*b + 1) mod C",
              "cases": {name: {**case, **values(case)} for name, case in CASES.items()}}
    golden_json.write(out, golden)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "losses.json"))
