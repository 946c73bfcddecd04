#!/usr/bin/env python3
"""Golden trajectories of stochastic gradient descent, from torch.optim.SGD in float64.

  sgd_golden.py [OUT.json]      default: sgd.json beside this script

One parameter of five numbers starts at [1, -2, 3, 0.5, -0.1]. Its gradient at step k (from 0) is sin(0.3 * k + i) in
element i, whatever the parameter is. The learning rate is 0.1 for steps 0 to 4 and 0.01 from step 5. Ten steps.
"""
import math
import os
import sys

import torch

import golden_json

START = [1.0, -2.0, 3.0, 0.5, -0.1]
SETTINGS = [(0.9, 2e-4, False), (0.9, 5e-4, True), (0.0, 0.0, False)]


def trajectory(momentum, weight_decay, nesterov):
    parameter = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = torch.optim.SGD([parameter], lr=0.1, momentum=momentum, weight_decay=weight_decay, nesterov=nesterov)
    steps = []
    for k in range(10):
        optimizer.param_groups[0]["lr"] = 0.1 if k < 5 else 0.01
        parameter.grad = torch.tensor([math.sin(0.3 * k + i) for i in range(5)], dtype=torch.float64)
        optimizer.step()
        steps.append(parameter.detach().tolist())
    return {"momentum": momentum, "weight_decay": weight_decay, "nesterov": nesterov, "after_step": steps}


def main(out):
    golden_json.write(out, {
        "made_by": "sgd_golden.py", "torch": torch.__version__,
        "start": START, "gradient": "sin(0.3*k + i)", "learning_rate": [0.1] * 5 + [0.01] * 5,
        "runs": [trajectory(*setting) for setting in SETTINGS],
    })


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "sgd.json"))
