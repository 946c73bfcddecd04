#!/usr/bin/env python3
"""Golden values and gradients of the distilling losses beyond KD and BKD, with Python's own complex numbers and nothing else.

  distilled_golden.py [OUT.json]      default: distilled.json beside this script

The cases are those of losses.json. B images, C classes; student logits Z and teacher logits Zhat [B, C]; labels y [B]; temperature T; n images per class, pi = n / N.
  CE          mean over b of -log softmax(Z_b)[y_b]
  D(q)        T^2 * mean over b of KL(q_b || softmax(Z_b / T))
  weights     w_c = (1 - beta) / (1 - beta^n_c)
  kd-weighted sum_b w_{y_b} CE_b / sum_b w_{y_b} + D(softmax(Zhat / T))
  kd-share    alpha * CE + (1 - alpha) * D(softmax(Zhat / T)), BKD eq. 5
  bkd-eq7     CE + T^2 * mean over b of sum_c v_c p_bc log(p_bc / softmax(Z_b / T)_c), p = softmax(Zhat / T), v = C w / sum of w
  bkd-eq8     CE + D(v p), not normalised
  bkd-kappa   CE + D(q), q proportional to softmax(Zhat / T) * w^kappa
  kd-la       CE + D(q), q = softmax((Zhat - tau log pi) / T)
  dive        (1 - alpha) * CE of Z + log pi + alpha * D(q), q proportional to softmax(Zhat / T)^power
  ltkd        CE + across + inside; P_bg the belief of softmax(Zhat_b / T) in group g, p_bc|g that in class c given g, S likewise of the student
              across  T^2 * mean over b of KL(R_b || S_b), R_bg proportional to P_bg / sum over b of P_bg
              inside  T^2 * mean over b of the mean over g of KL(p_b|g || s_b|g)
              groups: thirds of the classes by n, the medium one takes what is left
Reported: "total"; "gradient" of the total with respect to Z, by the complex step df/dx = Im f(x + i h) / h with h = 1e-30, which
has no difference to lose digits in; "parts", the summands by the names they have in training.
"""
import cmath
import json
import math
import os
import sys

import golden_json

HERE = os.path.dirname(os.path.abspath(__file__))
INPUTS = ("counts", "beta", "temperature", "student", "teacher", "labels")
STEP = 1e-30
KAPPA, TAU, POWER, ALPHA = 0.5, 1.0, 0.5, 0.5


def log_softmax(row):
    largest = max(value.real for value in row)
    log_sum = largest + cmath.log(sum(cmath.exp(value - largest) for value in row))
    return [value - log_sum for value in row]


def softmax(row):
    return [cmath.exp(value) for value in log_softmax(row)]


def normalized(row):
    return [value / sum(row) for value in row]


def divergence(target, log_belief):
    return sum(q * (cmath.log(q) - p) for q, p in zip(target, log_belief) if q != 0)


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def per_image_ce(student, labels):
    return [-log_softmax(row)[label] for row, label in zip(student, labels)]


def distance(student, targets, temperature):
    return temperature ** 2 * mean(divergence(target, log_softmax([z / temperature for z in row])) for row, target in zip(student, targets))


def thirds(counts):
    order = sorted(range(len(counts)), key=lambda label: -counts[label])
    third = len(order) // 3
    return [order[:third], order[third:len(order) - third], order[len(order) - third:]]


def losses(case):
    counts, labels, temperature = case["counts"], case["labels"], case["temperature"]
    teacher, beta = case["teacher"], case["beta"]
    weights = [(1 - beta) / (1 - beta ** count) for count in counts]
    scaled = [w * len(weights) / sum(weights) for w in weights]
    log_prior = [math.log(count / sum(counts)) for count in counts]
    softened = [softmax([z / temperature for z in row]) for row in teacher]
    groups = thirds(counts)

    def plain(student):
        return mean(per_image_ce(student, labels))

    def kd_weighted(student):
        own = [weights[label] for label in labels]
        ce = sum(w * loss for w, loss in zip(own, per_image_ce(student, labels))) / sum(own)
        return {"ce": ce, "kd": distance(student, softened, temperature)}

    def kd_share(student):
        return {"ce": ALPHA * plain(student), "kd": (1 - ALPHA) * distance(student, softened, temperature)}

    def bkd_eq7(student):
        own = [log_softmax([z / temperature for z in row]) for row in student]
        sums = [sum(v * p * (cmath.log(p) - s) for v, p, s in zip(scaled, row, logs)) for row, logs in zip(softened, own)]
        return {"ce": plain(student), "bkd": temperature ** 2 * mean(sums)}

    def bkd_eq8(student):
        return {"ce": plain(student), "bkd": distance(student, [[v * p for v, p in zip(scaled, row)] for row in softened], temperature)}

    def bkd_kappa(student):
        targets = [normalized([p * w ** KAPPA for p, w in zip(row, weights)]) for row in softened]
        return {"ce": plain(student), "bkd": distance(student, targets, temperature)}

    def kd_la(student):
        targets = [softmax([(z - TAU * log) / temperature for z, log in zip(row, log_prior)]) for row in teacher]
        return {"ce": plain(student), "kd": distance(student, targets, temperature)}

    def dive(student):
        targets = [normalized([p ** POWER for p in row]) for row in softened]
        adjusted = [[z + log for z, log in zip(row, log_prior)] for row in student]
        return {"balanced-softmax": (1 - ALPHA) * mean(per_image_ce(adjusted, labels)), "dive": ALPHA * distance(student, targets, temperature)}

    def across(student):
        shares = [[sum(row[c] for c in group) for group in groups] for row in softened]
        over_batch = [sum(row[g] for row in shares) for g in range(len(groups))]
        targets = [normalized([p / total for p, total in zip(row, over_batch)]) for row in shares]
        own = [softmax([z / temperature for z in row]) for row in student]
        log_own = [[cmath.log(sum(row[c] for c in group)) for group in groups] for row in own]
        return temperature ** 2 * mean(divergence(target, log) for target, log in zip(targets, log_own))

    def inside(student):
        def of(row, guide):
            return mean(divergence(softmax([guide[c] / temperature for c in group]), log_softmax([row[c] / temperature for c in group])) for group in groups)
        return temperature ** 2 * mean(of(row, guide) for row, guide in zip(student, teacher))

    def ltkd(student):
        return {"ce": plain(student), "across": across(student), "inside": inside(student)}

    return {"kd_weighted": kd_weighted, "kd_share": kd_share, "bkd_eq7": bkd_eq7, "bkd_eq8": bkd_eq8, "bkd_kappa": bkd_kappa, "kd_la": kd_la, "dive": dive, "ltkd": ltkd}


def gradient(loss, student):
    def moved(image, label):
        rows = [list(row) for row in student]
        rows[image][label] += STEP * 1j
        return sum(loss(rows).values()).imag / STEP
    return [[moved(image, label) for label in range(len(student[0]))] for image in range(len(student))]


def values(case):
    student = [[complex(z) for z in row] for row in case["student"]]

    def of(loss):
        parts = {name: complex(part).real for name, part in loss(student).items()}
        return {"total": sum(parts.values()), "parts": parts, "gradient": gradient(loss, student)}
    return {name: of(loss) for name, loss in losses(case).items()}


def main(out):
    with open(os.path.join(HERE, "losses.json")) as file:
        cases = json.load(file)["cases"]
    golden_json.write(out, {
        "made_by": "distilled_golden.py", "kappa": KAPPA, "tau": TAU, "power": POWER, "alpha": ALPHA,
        "cases": {name: {**{key: case[key] for key in INPUTS}, **values(case)} for name, case in cases.items()}})


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "distilled.json"))
