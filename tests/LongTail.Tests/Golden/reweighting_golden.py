#!/usr/bin/env python3
"""Golden values and gradients of the re-weighting losses, in plain Python: no tensor library, formulas as the papers print them.

  reweighting_golden.py [OUT.json]      default: reweighting.json beside this script

Cases, counts and logits Z [B, C] are those of losses_golden.py; labels y [B]; n images per class, N their sum; w class weights by effective number.
  cb, cb_batch_mean      sum_b w_y CE_b over sum_b w_y, or over B
  focal_1, focal_2       mean of (1 - p_y)^gamma (-log p_y)
  focal_inside           v = w_y (-log p_y); mean of (1 - e^-v) v                                 (gamma 1)
  sigmoid                mean over b of sum over c of -[s log q + (1 - s) log(1 - q)], q = 1 / (1 + e^-Z), s the one-hot label, each times w_y
  sigmoid_0.5, sigmoid_1 the same with each term times (1 - q)^gamma where s = 1 and q^gamma elsewhere
  ldam, ldam_weighted    CE of 30 (Z - m at the label), m = n^(-1/4) scaled to a largest of 0.5; Z are taken for cosines
  la                     CE of Z + log(n / N + 1e-12)
Gradients with respect to Z are central differences of these values (step 1e-5), good to about 1e-9.
"""
import math
import os
import sys

import golden_json


def waves(images, classes):
    place = lambda b, c: classes * b + c
    return {"counts": [500, 200, 80, 20, 3], "logits": [[2 * math.sin(1 + 0.7 * place(b, c)) for c in range(classes)] for b in range(images)],
            "labels": [(3 * b + 1) % classes for b in range(images)]}


CASES = {"small": {"counts": [100, 20, 5], "logits": [[1.0, 0.5, -0.2], [0.1, -0.3, 0.8]], "labels": [0, 2]},
         "cosines": {"counts": [100, 20, 5], "logits": [[0.8, 0.3, -0.1], [0.2, -0.4, 0.6]], "labels": [0, 2]},
         "waves": waves(6, 5)}
BETA = 0.9999


def weights(counts):
    raw = [(1 - BETA) / (1 - BETA ** n) for n in counts]
    return [w * len(raw) / sum(raw) for w in raw]


def cross_entropy(row, label):
    top = max(row)
    return math.log(sum(math.exp(z - top) for z in row)) + top - row[label]


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def sigmoid_loss(row, label, gamma):
    total = 0
    for c, z in enumerate(row):
        q = 1 / (1 + math.exp(-z))
        total += (1 - q) ** gamma * -math.log(q) if c == label else q ** gamma * -math.log(1 - q)
    return total


def margins(counts):
    raw = [n ** -0.25 for n in counts]
    return [m * 0.5 / max(raw) for m in raw]


def losses(counts, labels):
    w, m, total = weights(counts), margins(counts), sum(counts)

    def per_image(loss):
        return lambda logits: [loss(row, y) for row, y in zip(logits, labels)]

    def lowered(row, y):
        return cross_entropy([30 * (z - (m[y] if c == y else 0)) for c, z in enumerate(row)], y)

    def focal(row, y, gamma):
        p = math.exp(-cross_entropy(row, y))
        return (1 - p) ** gamma * -math.log(p)

    def inside(row, y):
        v = w[y] * cross_entropy(row, y)
        return (1 - math.exp(-v)) * v

    def weighted_mean(loss):
        return lambda logits: sum(w[y] * loss(row, y) for row, y in zip(logits, labels)) / sum(w[y] for y in labels)

    return {
        "cb": weighted_mean(cross_entropy),
        "cb_batch_mean": lambda logits: mean(w[y] * cross_entropy(row, y) for row, y in zip(logits, labels)),
        "focal_1": lambda logits: mean(per_image(lambda r, y: focal(r, y, 1))(logits)),
        "focal_2": lambda logits: mean(per_image(lambda r, y: focal(r, y, 2))(logits)),
        "focal_inside": lambda logits: mean(per_image(inside)(logits)),
        "sigmoid": lambda logits: mean(w[y] * sigmoid_loss(row, y, 0) for row, y in zip(logits, labels)),
        "sigmoid_0.5": lambda logits: mean(w[y] * sigmoid_loss(row, y, 0.5) for row, y in zip(logits, labels)),
        "sigmoid_1": lambda logits: mean(w[y] * sigmoid_loss(row, y, 1) for row, y in zip(logits, labels)),
        "ldam": lambda logits: mean(per_image(lowered)(logits)),
        "ldam_weighted": weighted_mean(lowered),
        "la": lambda logits: mean(cross_entropy([z + math.log(n / total + 1e-12) for z, n in zip(row, counts)], y) for row, y in zip(logits, labels)),
    }


def gradient(loss, logits, step=1e-5):
    def moved(b, c, by):
        return loss([[z + (by if (i, j) == (b, c) else 0) for j, z in enumerate(row)] for i, row in enumerate(logits)])
    return [[(moved(b, c, step) - moved(b, c, -step)) / (2 * step) for c in range(len(logits[0]))] for b in range(len(logits))]


def main(out):
    cases = {}
    for name, case in CASES.items():
        table = losses(case["counts"], case["labels"])
        cases[name] = {**case, "class_weights": weights(case["counts"]), "margins": margins(case["counts"]),
                       "losses": {key: {"value": loss(case["logits"]), "gradient": gradient(loss, case["logits"])} for key, loss in table.items()}}
    golden_json.write(out, {"made_by": "reweighting_golden.py", "cases": cases})


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "reweighting.json"))
