#!/usr/bin/env python3
"""How fast PyTorch trains torchvision's ResNet on photographs in files: the peer of "LongTail.Benchmarks photographs".

  peer_photographs.py FOLDER [--depth 50] [--size 224] [--batch 32] [--steps 6] [--warmup 2] [--threads 2] [--workers 2]

FOLDER has a folder of pictures per class. Eager PyTorch, float32, NCHW, nothing tuned: random resized crop, flip and normalisation
by torchvision on Pillow's pictures in the loader's worker processes, cross-entropy, SGD with momentum. Needs torchvision.

Prints one line of JSON with the fields of peer_train.py; "images_per_second" is that of the median step.
"""
import argparse
import json
import os
import platform
import statistics
import time

import torch
import torchvision
from torch.nn import functional
from torch.utils.data import DataLoader
from torchvision import transforms

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def endless(loader):
    while True:
        yield from loader


def main():
    parser = argparse.ArgumentParser(description="Speed of PyTorch on photographs; see the top of the file.")
    parser.add_argument("folder")
    for name, usual in [("depth", 50), ("size", 224), ("batch", 32), ("steps", 6), ("warmup", 2), ("threads", os.cpu_count()), ("workers", 2)]:
        parser.add_argument(f"--{name}", type=int, default=usual)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    change = transforms.Compose([transforms.RandomResizedCrop(arguments.size), transforms.RandomHorizontalFlip(), transforms.ToTensor(), transforms.Normalize(MEAN, DEVIATION)])
    data = torchvision.datasets.ImageFolder(arguments.folder, change)
    network = getattr(torchvision.models, f"resnet{arguments.depth}")(num_classes=len(data.classes)).train()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9, weight_decay=2e-4)
    loader = DataLoader(data, batch_size=arguments.batch, shuffle=True, drop_last=True, num_workers=arguments.workers)
    taken, end, losses = [], time.perf_counter(), []
    for images, labels in endless(loader):
        loss = functional.cross_entropy(network(images), labels)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        begin, end = end, time.perf_counter()
        taken.append((len(labels), end - begin))
        if len(taken) == arguments.warmup + arguments.steps:
            break
    measured = taken[arguments.warmup:]
    print(json.dumps({
        "program": "peer_photographs.py", "images_per_second": round(statistics.median(images / seconds for images, seconds in measured), 3),
        "images_per_second_overall": round(sum(images for images, _ in measured) / sum(seconds for _, seconds in measured), 3),
        "mean_loss": round(statistics.fmean(losses), 4), "depth": arguments.depth, "size": arguments.size, "batch_size": arguments.batch, "steps": arguments.steps,
        "threads": torch.get_num_threads(), "workers": arguments.workers, "torch": torch.__version__, "torchvision": torchvision.__version__, "python": platform.python_version()}))


if __name__ == "__main__":
    main()
