#!/usr/bin/env python3
"""A network of torchvision's with random weights, and what it answers: for TorchvisionTests, which calls this.

  torchvision_weights.py FOLDER LABEL SEED

Writes weights.pth (the state dictionary, by torch.save) and logits.json into the folder, and prints the versions. The labels and
images are those of resnet_imagenet_golden.py. Moments of batch normalisation are not the initial ones: the network has seen
three batches.
"""
import json
import os
import sys

import torch
import torchvision

from resnet_imagenet_golden import build, images


def main(folder, label, seed):
    torch.manual_seed(seed)
    network = build(label)
    with torch.no_grad():
        for _ in range(3):
            network.train()(torch.randn(8, 3, 64, 64))
        logits = network.eval()(images(2))
    torch.save(network.state_dict(), os.path.join(folder, "weights.pth"))
    with open(os.path.join(folder, "logits.json"), "w") as file:
        json.dump(logits.double().tolist(), file)
    print(f"torch {torch.__version__}, torchvision {torchvision.__version__}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
