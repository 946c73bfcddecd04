#!/usr/bin/env python3
"""Golden logits and gradients of the CIFAR ResNet, from PyTorch, with weights that need no random numbers.

  resnet_cifar_golden.py [OUT.json]      default: resnet_cifar.json beside this script

The network is the CIFAR ResNet of He et al. 2016 (section 4.2) with the parameter-free shortcut:

  3x3 convolution to 16 channels, batch norm, ReLU;
  three stages of n = (depth - 2) / 6 blocks with 16, 32, 64 channels; the first block of stages 2 and 3 has stride 2;
  block: convolution, batch norm, ReLU, convolution, batch norm, add the shortcut, ReLU;
  shortcut: the identity, or, where the shape changes, every second pixel with planes/4 zero channels on both sides;
  global average pooling, linear layer with bias.

How to fill it (the same in any language):

  Take the state dict's tensors in ascending ordinal order of their names, leaving out num_batches_tracked. For tensor
  number t (from 0) and its element number i (from 0, row-major), with s = sin(0.7 + 1.3 * t + 0.37 * i) in float64:
    convolution weight      sqrt(2 / fan_in) * s, fan_in = in_channels * 3 * 3
    linear weight           sqrt(1 / in_features) * s
    bias, running_mean      0.1 * s
    batch norm weight       1 + 0.1 * s
    running_var             1 + 0.2 * s
  and round to float32. Input element i of [2, channels, H, W] is sin(0.11 * i), rounded to float32.
  The float64 runs use the same float32-rounded numbers, widened.

Versions go into the file. The float64 values do not depend on the version beyond the last few digits; float32 ones do.
"""
import math
import os
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional

import golden_json

LABELS = [0, 3]
GRADIENTS = ["conv1.weight", "layer2.0.conv1.weight", "linear.weight", "layer3.4.bn2.weight"]


class Block(nn.Module):
    def __init__(self, channels_in, planes, stride):
        super().__init__()
        self.stride, self.missing = stride, planes - channels_in
        self.conv1 = nn.Conv2d(channels_in, planes, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)

    def forward(self, x):
        inner = functional.relu(self.bn1(self.conv1(x)))
        inner = self.bn2(self.conv2(inner))
        return functional.relu(inner + self.shortcut(x))

    def shortcut(self, x):
        if self.missing == 0:
            return x
        x = x[:, :, ::self.stride, ::self.stride]
        zeros = x.new_zeros(x.shape[0], self.missing // 2, x.shape[2], x.shape[3])
        return torch.cat([zeros, x, zeros], dim=1)


class CifarResNet(nn.Module):
    def __init__(self, depth, classes, channels=3):
        super().__init__()
        blocks, rest = divmod(depth - 2, 6)
        if rest:
            raise ValueError(f"Depth is {depth}; it must be 6n + 2.")
        self.conv1 = nn.Conv2d(channels, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = self.stage(16, 16, blocks, 1)
        self.layer2 = self.stage(16, 32, blocks, 2)
        self.layer3 = self.stage(32, 64, blocks, 2)
        self.linear = nn.Linear(64, classes)

    @staticmethod
    def stage(channels_in, planes, blocks, stride):
        return nn.Sequential(Block(channels_in, planes, stride), *[Block(planes, planes, 1) for _ in range(blocks - 1)])

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.linear(x.mean(dim=(2, 3)))


def fill(network):
    """Sets every floating tensor of the state dict by the closed formula; returns how many there are."""
    state = network.state_dict()
    names = sorted(name for name, tensor in state.items() if tensor.is_floating_point())
    for t, name in enumerate(names):
        tensor = state[name]
        wave = numpy.sin(0.7 + 1.3 * t + 0.37 * numpy.arange(tensor.numel(), dtype=numpy.float64))
        if name.endswith("running_var"):
            values = 1 + 0.2 * wave
        elif name.endswith(("bias", "running_mean")):
            values = 0.1 * wave
        elif tensor.dim() == 4:
            values = math.sqrt(2 / tensor[0].numel()) * wave
        elif tensor.dim() == 2:
            values = math.sqrt(1 / tensor.shape[1]) * wave
        else:
            values = 1 + 0.1 * wave
        tensor.copy_(torch.from_numpy(values.astype(numpy.float32)).reshape(tensor.shape))
    return len(names)


def images(channels, side):
    count = 2 * channels * side * side
    wave = numpy.sin(0.11 * numpy.arange(count, dtype=numpy.float64)).astype(numpy.float32)
    return torch.from_numpy(wave).reshape(2, channels, side, side)


def filled(depth, classes, channels, dtype):
    network = CifarResNet(depth, classes, channels)
    tensors = fill(network)
    return network.to(dtype), tensors


def evaluate(depth, classes, channels, side, first=None):
    case = {"depth": depth, "classes": classes, "channels": channels, "side": side}
    for dtype, key in ((torch.float32, "float32"), (torch.float64, "float64")):
        network, case["tensors"] = filled(depth, classes, channels, dtype)
        case["parameters"] = sum(parameter.numel() for parameter in network.parameters())
        with torch.no_grad():
            logits = network.eval()(images(channels, side).to(dtype)).double()
        case[f"eval_logits_{key}"] = logits[:, :first].tolist()
        if first:
            case[f"eval_logits_sum_{key}"] = logits.sum().item()
    return case


def train(depth, classes, dtype):
    network, _ = filled(depth, classes, 3, dtype)
    logits = network.train()(images(3, 32).to(dtype))
    loss = functional.cross_entropy(logits, torch.tensor(LABELS))
    loss.backward()
    parameters = dict(network.named_parameters())
    state = network.state_dict()
    return {
        "logits": logits.detach().double().tolist(),
        "loss": loss.item(),
        "gradient_norms": {name: parameters[name].grad.double().norm().item() for name in GRADIENTS},
        "gradient_norm_all": math.sqrt(sum(p.grad.double().square().sum().item() for p in parameters.values())),
        "after_forward": {name: state[name].double().tolist() for name in ("bn1.running_mean", "bn1.running_var")},
    }


def main(out):
    golden = {
        "made_by": "resnet_cifar_golden.py",
        "torch": torch.__version__, "numpy": numpy.__version__,
        "formula": "tensors by ascending ordinal name without num_batches_tracked; s = sin(0.7 + 1.3*t + 0.37*i); "
                   "conv sqrt(2/fan_in)*s, linear weight sqrt(1/in)*s, bias and running_mean 0.1*s, bn weight 1+0.1*s, "
                   "running_var 1+0.2*s; input sin(0.11*i), [2, channels, side, side]; all rounded to float32",
        "eval": [evaluate(depth, 10, 3, 32) for depth in (20, 32, 44, 56, 110)]
                + [evaluate(32, 100, 3, 32, first=5), evaluate(20, 10, 1, 28)],
        "train": {"depth": 32, "classes": 10, "channels": 3, "side": 32, "labels": LABELS,
                  "float32": train(32, 10, torch.float32), "float64": train(32, 10, torch.float64)},
    }
    golden_json.write(out, golden)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "resnet_cifar.json"))
