#!/usr/bin/env python3
"""Golden values and gradients of LFME's loss in plain Python, without any library for tensors or gradients.

  lfme_golden.py [OUT.json]      default: lfme.json beside this script

N images, C classes of n_c training images, groups g of classes by OLTR's rule (many: 100 or more, few: 20 or fewer).
  student   Z_bc = 2 sin(1 + 0.7 (C b + c))
  experts   E_bk = 3 sin(2 + 0.9 (|g| b + k) + place of g in many, medium, few), k over g's classes in ascending order
  distance  KL(softmax(E_b / T) || softmax(Z_b restricted to g / T)) for each image, without T^2
  expert's accuracy    mean over g's classes of the part of their images whose label is on top of E
  student's accuracy   mean over g's classes of correct_c / asked
  w_g       1 below threshold x expert's, else max(0, (expert's - student's) / expert's / (1 - threshold))
  floor_g   (mean n of the group with the smallest) / (mean n of g)
  v0_b      floor + (1 - floor) (p - min) / (max - min), p = softmax(E_b)[label], min and max over the images of the label; 1 if they are equal
  v_b       (1 - v0) pace + v0, pace = epoch / (epochs / 2), at most 1 where clipped
  loss      mean over b of v_b (CE(Z_b) + sum over g of w_g distance_gb); or, scaling logits, of CE(v_b Z_b) + sum of w_g distance(v_b Z_b)
The gradients are the formulas' derivatives with respect to Z, written out.
"""
import math
import os
import sys

import golden_json

COUNTS = [12, 200, 60, 5, 120, 30, 22]
LABELS = [1, 4, 0, 3, 6, 2, 5, 1, 4, 0, 3, 6]
CORRECT, ASKED = [1, 4, 3, 0, 2, 1, 3], 10
TEMPERATURE, THRESHOLD = 2.0, 0.3
MOMENTS = [(0, 8, True), (1, 8, True), (3, 8, True), (6, 8, True), (6, 8, False)]     # epoch, epochs, clipped


def softmax(values):
    top = max(values)
    powers = [math.exp(value - top) for value in values]
    return [power / sum(powers) for power in powers]


def main(out):
    groups = [[c for c, n in enumerate(COUNTS) if n >= 100],
              [c for c, n in enumerate(COUNTS) if 20 < n < 100],
              [c for c, n in enumerate(COUNTS) if n <= 20]]
    images, classes = range(len(LABELS)), len(COUNTS)
    student = [[2 * math.sin(1 + 0.7 * (classes * b + c)) for c in range(classes)] for b in images]
    experts = [[[3 * math.sin(2 + 0.9 * (len(g) * b + k) + place) for k in range(len(g))] for b in images] for place, g in enumerate(groups)]

    accuracy = []
    for g, logits in zip(groups, experts):
        parts = []
        for c in g:
            right = [logits[b].index(max(logits[b])) == g.index(c) for b in images if LABELS[b] == c]
            parts.append(sum(right) / len(right))
        accuracy.append(sum(parts) / len(parts))
    reached = [sum(CORRECT[c] / ASKED for c in g) / len(g) for g in groups]
    weights = [1.0 if s < THRESHOLD * e else max(0.0, (e - s) / e / (1 - THRESHOLD)) for s, e in zip(reached, accuracy)]

    means = [sum(COUNTS[c] for c in g) / len(g) for g in groups]
    place_of = {c: place for place, g in enumerate(groups) for c in g}
    confidence = [softmax(experts[place_of[y]][b])[groups[place_of[y]].index(y)] for b, y in enumerate(LABELS)]
    first = []
    for b, y in enumerate(LABELS):
        floor = min(means) / means[place_of[y]]
        mine = [confidence[i] for i in images if LABELS[i] == y]
        spread = max(mine) - min(mine)
        first.append(floor + (1 - floor) * (confidence[b] - min(mine)) / spread if spread > 0 else 1.0)

    def terms(z, b):
        """Cross-entropy and distances of one image, and the gradient of CE + sum of w_g distance_g."""
        p = softmax(z)
        gradient = [p[c] - (c == LABELS[b]) for c in range(classes)]
        distances = []
        for g, logits, w in zip(groups, experts, weights):
            target = softmax([value / TEMPERATURE for value in logits[b]])
            belief = softmax([z[c] / TEMPERATURE for c in g])
            distances.append(sum(q * math.log(q / r) for q, r in zip(target, belief)))
            for c, q, r in zip(g, target, belief):
                gradient[c] += w * (r - q) / TEMPERATURE
        return -math.log(p[LABELS[b]]), distances, gradient

    steps = []
    for epoch, epochs, clipped in MOMENTS:
        pace = epoch / (epochs / 2)
        pace = min(1.0, pace) if clipped else pace
        v = [(1 - start) * pace + start for start in first]
        for curriculum in ("loss", "logits"):
            ce, pulls, gradient = 0.0, [0.0] * len(groups), []
            for b in images:
                z = student[b] if curriculum == "loss" else [v[b] * value for value in student[b]]
                entropy, distances, slope = terms(z, b)
                scale = v[b] if curriculum == "loss" else 1.0
                ce += scale * entropy / len(LABELS)
                for place, distance in enumerate(distances):
                    pulls[place] += scale * weights[place] * distance / len(LABELS)
                gradient.append([v[b] * value / len(LABELS) for value in slope])    # the inner derivative is v in both cases
            steps.append({"epoch": epoch, "epochs": epochs, "clipped": clipped, "curriculum": curriculum, "image_weights": v,
                          "ce": ce, "pulls": pulls, "total": ce + sum(pulls), "gradient": gradient})

    golden_json.write(out, {
        "made_by": "lfme_golden.py", "counts": COUNTS, "labels": LABELS, "correct": CORRECT, "asked": ASKED,
        "temperature": TEMPERATURE, "threshold": THRESHOLD, "groups": groups, "student": student, "experts": experts,
        "distances": [[terms(student[b], b)[1][place] for b in images] for place in range(len(groups))],
        "expert_accuracies": accuracy, "student_accuracies": reached, "expert_weights": weights,
        "floors": [min(means) / mean for mean in means], "confidence": confidence, "first_weights": first, "steps": steps})


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "lfme.json"))
