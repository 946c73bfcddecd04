#!/usr/bin/env python3
"""Golden names, shapes, logits and gradients of torchvision's ResNets, with weights that need no random numbers.

  resnet_imagenet_golden.py [OUT.json]      default: resnet_imagenet.json beside this script

"resnet10" is torchvision's class with one block a stage. "resnet50-caffe" is torchvision's with the stride of each bottleneck
moved to its first convolution.

How to fill a network (the same in any language): take the state dict's tensors in ascending ordinal order of their names, leaving
out num_batches_tracked. For tensor number t (from 0) and its element number i (from 0, row-major), with h(t, i) the 32-bit finalizer
of MurmurHash3 of i + 0x9E3779B9 t, and s = sqrt(3) (h / 2^31 - 1) in float64, so that s has mean 0 and variance 1:
  convolution weight      sqrt(2 / fan_in) * s, fan_in = numbers of one output channel
  linear weight           sqrt(1 / in_features) * s
  bias, running_mean      0.1 * s
  batch norm weight       1 + 0.1 * s
  running_var             1 + 0.2 * s
and round to float32. Input element i of [B, 3, side, side] is s of tensor number 1000000, rounded to float32. The float64 runs use the
same float32-rounded numbers, widened.

Names are the state dict's, in ascending ordinal order, as lines "name [shape]": in full for two networks, as the SHA-256 of
the text for the others. Needs PyTorch and torchvision.
"""
import hashlib
import math
import os
import sys

import numpy
import torch
import torchvision
from torch.nn import functional
from torchvision.models import resnet

import golden_json

CLASSES = 7
SIDE = 64
IN_FULL = ["resnet18", "resnext50-32x4d"]
LABELS = [0, 3, 5, 3]
GRADIENTS = ["conv1.weight", "layer2.0.conv1.weight", "layer2.0.downsample.0.weight", "layer4.0.downsample.1.bias", "layer4.0.bn2.weight", "fc.weight"]


IMAGES = 1_000_000   # the tensor number of images


def hashed(t, count):
    mask = numpy.uint64(0xFFFFFFFF)
    h = (numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(0x9E3779B9 * t & 0xFFFFFFFF)) & mask
    h ^= h >> numpy.uint64(16)
    h = h * numpy.uint64(0x85EBCA6B) & mask
    h ^= h >> numpy.uint64(13)
    h = h * numpy.uint64(0xC2B2AE35) & mask
    h ^= h >> numpy.uint64(16)
    return math.sqrt(3) * (h.astype(numpy.float64) / 2 ** 31 - 1)


def fill(network):
    state = network.state_dict()
    for t, name in enumerate(sorted(name for name, tensor in state.items() if tensor.is_floating_point())):
        tensor = state[name]
        s = hashed(t, tensor.numel())
        if name.endswith("running_var"):
            values = 1 + 0.2 * s
        elif name.endswith(("bias", "running_mean")):
            values = 0.1 * s
        elif tensor.dim() == 4:
            values = math.sqrt(2 / tensor[0].numel()) * s
        elif tensor.dim() == 2:
            values = math.sqrt(1 / tensor.shape[1]) * s
        else:
            values = 1 + 0.1 * s
        tensor.copy_(torch.from_numpy(values.astype(numpy.float32)).reshape(tensor.shape))


def images(count):
    values = hashed(IMAGES, count * 3 * SIDE * SIDE).astype(numpy.float32)
    return torch.from_numpy(values).reshape(count, 3, SIDE, SIDE)


def build(label):
    options = {"num_classes": CLASSES}
    if label == "resnet10":
        return resnet.ResNet(resnet.BasicBlock, [1, 1, 1, 1], **options)
    if label == "resnext50-32x4d":
        return resnet.resnext50_32x4d(weights=None, **options)
    network = getattr(resnet, label.removesuffix("-caffe"))(weights=None, **options)
    if label.endswith("-caffe"):
        for block in network.modules():
            if isinstance(block, resnet.Bottleneck):
                block.conv1.stride, block.conv2.stride = block.conv2.stride, block.conv1.stride
    return network


def names(network):
    return [f"{name} {list(tensor.shape)}" for name, tensor in sorted(network.state_dict().items())]


def evaluate(label):
    network = build(label)
    lines = names(network)
    text = "".join(line + "\n" for line in lines)
    case = {"label": label, "parameters": sum(p.numel() for p in network.parameters()), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    if label in IN_FULL:
        case["names"] = lines
    fill(network)
    with torch.no_grad():
        case["logits"] = network.double().eval()(images(2).double()).tolist()
    return case


def train(label):
    network = build(label)
    fill(network)
    network = network.double().train()
    loss = functional.cross_entropy(network(images(len(LABELS)).double()), torch.tensor(LABELS))
    loss.backward()
    parameters = dict(network.named_parameters())
    return {"label": label, "labels": LABELS, "loss": loss.item(), "gradient_norms": {name: parameters[name].grad.norm().item() for name in GRADIENTS}}


def main(out):
    golden = {
        "made_by": "resnet_imagenet_golden.py", "torch": torch.__version__, "torchvision": torchvision.__version__,
        "classes": CLASSES, "side": SIDE,
        "eval": [evaluate(label) for label in (
            "resnet10", "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "resnext50-32x4d", "resnet50-caffe")],
        "train": [train(label) for label in ("resnet10", "resnext50-32x4d", "resnet50-caffe")],
    }
    golden_json.write(out, golden)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "resnet_imagenet.json"))
