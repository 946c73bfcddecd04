#!/usr/bin/env python3
"""Golden values of BBN and OLTR in plain Python, without any library for tensors or gradients.

  branches_golden.py [OUT.json]      default: branches.json beside this script

wave(rows, columns, a, b, c): a matrix with a sin(b + c (columns row + column)).

BBN   share l of 0-based epoch e of period D: 1 - (e / D)^2
      logits = W 2 [l f_c; (1 - l) f_r] + bias; loss = mean over b of l CE(logits_b, y_b) + (1 - l) CE(logits_b, y'_b)
OLTR  attraction of image b   |v_b - M_y|^2 / 2
      repulsion               max(0, margin - sum over b and c other than y_b of |v_b - M_c|^2 / (B C))
      loss on features        mean attraction + 0.01 repulsion; its gradient with respect to V, written out
      pull                    for class c: sum over b of class c of (M_c - v_b) / (1 + images of class c in the batch) / B
      meta-embedding          r (v + tanh(S v + s) * m), m = sum over c of softmax(H v + h)_c M_c, r = 10 / min over c of |v - M_c|
      logits                  16 |e| / (1 + |e|) times the cosine of e and row c of W
      attention               on x [K, P] (places row by row): theta, phi and g are W x + b with K / 2 rows, A = softmax over q of theta_p . phi_q,
                              mask = W (sum over q of A_pq g_q), s = softmax over places of W x + b (x flattened, channel by channel), x + s mask
Case "small" is worked by hand: attraction (0 + 1) / 2 + (0 + 1) / 2 over 2 = 0.5; squared distances to other classes 8, 17 and 5, 10,
of sum 40, over 6; repulsion 10 - 40 / 6.
"""
import math
import os
import sys

import golden_json


def wave(rows, columns, a, b, c):
    return [[a * math.sin(b + c * (columns * row + column)) for column in range(columns)] for row in range(rows)]


def softmax(values):
    top = max(values)
    powers = [math.exp(value - top) for value in values]
    return [power / sum(powers) for power in powers]


def linear(weight, bias, x):
    return [sum(w * value for w, value in zip(row, x)) + b for row, b in zip(weight, bias)]


def norm(x):
    return math.sqrt(sum(value * value for value in x))


def distance(x, y):
    return sum((a - b) ** 2 for a, b in zip(x, y))


def cross_entropy(logits, label):
    return -math.log(softmax(logits)[label])


def bbn():
    batch, width, classes, epoch, period = 4, 3, 5, 3, 10
    first, second = wave(batch, width, 2, 1, 0.7), wave(batch, width, 1.5, 2, 0.9)
    weight, bias = wave(classes, 2 * width, 1, 0.3, 0.5), wave(1, classes, 0.2, 0, 1)[0]
    labels, reversed_labels = [0, 1, 0, 2], [4, 3, 3, 1]
    share = 1 - (epoch / period) ** 2
    logits = [linear(weight, bias, [2 * share * value for value in f] + [2 * (1 - share) * value for value in r]) for f, r in zip(first, second)]
    conventional = share * sum(map(cross_entropy, logits, labels)) / batch
    rebalancing = (1 - share) * sum(map(cross_entropy, logits, reversed_labels)) / batch
    return {"epoch": epoch, "period": period, "conventional_features": first, "rebalancing_features": second, "weight": weight, "bias": bias,
            "labels": labels, "reversed_labels": reversed_labels, "share": share, "conventional": conventional, "rebalancing": rebalancing,
            "shares": [{"epoch": e, "period": 200, "share": 1 - (e / 200) ** 2} for e in (0, 99, 199)]}


def centroids(features, memory, labels, margin):
    batch, classes, width = len(features), len(memory), len(features[0])
    attraction = [distance(v, memory[y]) / 2 for v, y in zip(features, labels)]
    others = [(b, c) for b in range(batch) for c in range(classes) if c != labels[b]]
    lacking = margin - sum(distance(features[b], memory[c]) for b, c in others) / (batch * classes)
    gradient = [[(features[b][d] - memory[labels[b]][d]) / batch for d in range(width)] for b in range(batch)]
    if lacking > 0:
        for b, c in others:
            for d in range(width):
                gradient[b][d] -= 0.01 * 2 * (features[b][d] - memory[c][d]) / (batch * classes)
    pull = [[sum(memory[c][d] - v[d] for v, y in zip(features, labels) if y == c) / (1 + labels.count(c)) / batch for d in range(width)] for c in range(classes)]
    repulsion = max(0.0, lacking)
    return {"features": features, "centroids": memory, "labels": labels, "margin": margin, "attraction": attraction, "repulsion": repulsion,
            "loss": sum(attraction) / batch + 0.01 * repulsion, "gradient": gradient, "pull": pull}


def head():
    batch, width, classes, scale = 5, 3, 4, 16.0
    features, memory = wave(batch, width, 2, 1, 0.7), wave(classes, width, 1.5, 2, 0.9)
    parts = {"fc_hallucinator.weight": wave(classes, width, 0.8, 0.3, 0.5), "fc_hallucinator.bias": wave(1, classes, 0.1, 0, 1)[0],
             "fc_selector.weight": wave(width, width, 0.7, 0.9, 0.4), "fc_selector.bias": wave(1, width, 0.2, 1, 1)[0],
             "weight": wave(classes, width, 1, 0.2, 0.6), "centroids": memory}
    logits = []
    for v in features:
        recalled = softmax(linear(parts["fc_hallucinator.weight"], parts["fc_hallucinator.bias"], v))
        from_memory = [sum(p * memory[c][d] for c, p in enumerate(recalled)) for d in range(width)]
        selector = [math.tanh(value) for value in linear(parts["fc_selector.weight"], parts["fc_selector.bias"], v)]
        reach = 10 / min(math.sqrt(distance(v, m)) for m in memory)
        embedding = [reach * (a + b * c) for a, b, c in zip(v, selector, from_memory)]
        length = norm(embedding)
        unit = [value / length for value in embedding]
        logits.append([scale * length / (1 + length) * sum(a * b for a, b in zip(unit, row)) / norm(row) for row in parts["weight"]])
    return {"features": features, "scale": scale, "parameters": parts, "logits": logits}


def attention():
    batch, channels, rows, columns = 2, 4, 2, 3
    places, half = rows * columns, channels // 2
    parts = {}
    for place, name in enumerate(("g", "theta", "phi")):
        parts[name + ".weight"], parts[name + ".bias"] = wave(half, channels, 1, place, 0.7), wave(1, half, 0.3, place, 1)[0]
    parts["conv_mask.weight"] = wave(channels, half, 0.9, 0.5, 1.1)
    parts["fc_spatial.weight"], parts["fc_spatial.bias"] = wave(places, channels * places, 0.6, 0.4, 0.3), wave(1, places, 0.2, 0, 1)[0]
    images = [wave(channels, places, 1.5, 1 + b, 0.8) for b in range(batch)]
    outputs = []
    for x in images:
        at = [[x[k][p] for k in range(channels)] for p in range(places)]
        project = lambda name: [linear(parts[name + ".weight"], parts[name + ".bias"], place) for place in at]
        g, theta, phi = project("g"), project("theta"), project("phi")
        where = softmax(linear(parts["fc_spatial.weight"], parts["fc_spatial.bias"], [value for channel in x for value in channel]))
        out = [list(channel) for channel in x]
        for p in range(places):
            affinity = softmax([sum(a * b for a, b in zip(theta[p], phi[q])) for q in range(places)])
            gathered = [sum(affinity[q] * g[q][k] for q in range(places)) for k in range(half)]
            for k, value in enumerate(linear(parts["conv_mask.weight"], [0.0] * channels, gathered)):
                out[k][p] += where[p] * value
        outputs.append(out)
    return {"channels": channels, "rows": rows, "columns": columns, "parameters": parts, "images": images, "outputs": outputs}


def main(out):
    golden_json.write(out, {
        "made_by": "branches_golden.py",
        "bbn": bbn(),
        "centroids": {
            "small": centroids([[1.0, 2.0], [0.0, -1.0]], [[1.0, 1.0], [3.0, 0.0], [0.0, -2.0]], [0, 2], 10.0),
            "near": centroids(wave(5, 3, 1.2, 1, 0.7), wave(4, 3, 1, 2, 0.9), [1, 0, 3, 1, 1], 10.0),
            "far": centroids(wave(5, 3, 4, 1, 0.7), wave(4, 3, 3, 2, 0.9), [1, 0, 3, 1, 1], 10.0),
        },
        "head": head(),
        "attention": attention(),
    })


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "branches.json"))
