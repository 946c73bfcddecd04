#!/usr/bin/env python3
"""How fast PyTorch trains on long-tailed CIFAR-10: the peer that our own speed is measured against.

  peer_train.py [CIFAR_FOLDER] [--mode train|eval] [--method ce|bkd] [--steps 40] [--warmup 10] [--threads 2] [--workers 4]
                               [--batch 128] [--device cpu|cuda] [--tf32] [--cudnn-benchmark] [--resident]

CIFAR_FOLDER holds the official binary files data_batch_1.bin to data_batch_5.bin and test_batch.bin; without it the images
are noise of the same number and shape.

The work is the published recipe, written from its description (Zhang et al., Balanced Knowledge Distillation for
Long-tailed Learning, 2023): ResNet-32, CIFAR-10-LT with ratio 100, batches of 128, SGD with learning rate 0.1, momentum
0.9, weight decay 2e-4; each image is randomly cropped (32 of 40, zero padding) and flipped as a PIL image by the loader's
worker processes. Eager PyTorch, float32, NCHW, nothing tuned. "bkd" adds a teacher in evaluation mode and the balanced
distillation loss (temperature 2, beta 0.9999); the teacher's weights are random, which costs the same as trained ones.
Evaluation is a pass over the 10,000 test images without gradients, in batches of 256, as often as it takes.

The transforms are torchvision's where it is installed, else the equivalents below; the output says which.

With --device cuda the network and the loss are on the NVIDIA device. --tf32 lets it round the factors of products to TF32;
without it they are float32 in convolutions too, where PyTorch by itself would round. --cudnn-benchmark is PyTorch's switch of that name. --resident keeps the images there as bytes
and crops and flips a whole batch at once, because no loader process can feed such a device. A step's loss is then added up on
the device, and the clock waits for the device before the first measured step and after the last: both rates are the overall one.

Prints one line of JSON. "images_per_second" is that of the median step, from the end of one step to the end of the next,
waiting for data included; "images_per_second_overall" is all images over all time after the warm-up. Warm-up steps count
in neither. "peak_rss_mib" is the training process's own, without its workers. "mean_loss" is over all steps.
"""
import argparse
import json
import os
import platform
import random
import resource
import statistics
import sys
import time

import numpy
import torch
from PIL import Image, ImageOps
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

try:
    import torchvision
    from torchvision import transforms
except ImportError:
    torchvision = None

TRAINING_BATCH, EVALUATION_BATCH = 128, 256
CLASSES = 10
IMAGES, TEST_IMAGES = 50000, 10000
RATIO = 100
TEMPERATURE = 2.0
BETA = 0.9999
MEAN = (0.4914, 0.4822, 0.4465)
DEVIATION = (0.2023, 0.1994, 0.2010)


# Data

def read_cifar10(folder, part):
    """Pixels [N, 32, 32, 3] and labels [N] of "train" or "test", in the order of the files; noise when there is no folder."""
    if folder is None:
        count = IMAGES if part == "train" else TEST_IMAGES
        pixels = numpy.random.RandomState(0).randint(0, 256, (count, 32, 32, 3), dtype=numpy.uint8)
        return pixels, numpy.arange(count, dtype=numpy.int64) % CLASSES
    names = [f"data_batch_{i}.bin" for i in range(1, 6)] if part == "train" else ["test_batch.bin"]
    files = [numpy.fromfile(os.path.join(folder, name), dtype=numpy.uint8) for name in names]
    records = numpy.concatenate(files).reshape(-1, 1 + 3 * 32 * 32)
    pixels = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return numpy.ascontiguousarray(pixels), records[:, 0].astype(numpy.int64)


def long_tail(labels, ratio):
    """Indices of the published subset: class c keeps the first 5000 * ratio^(-c / 9) of its images, shuffled by seed 0."""
    generator = numpy.random.RandomState(0)
    chosen = []
    for c in range(CLASSES):
        indices = numpy.flatnonzero(labels == c)
        generator.shuffle(indices)
        chosen.append(indices[:int(len(labels) / CLASSES * (1 / ratio) ** (c / (CLASSES - 1.0)))])
    return numpy.concatenate(chosen)


class Images(Dataset):
    """Images that become PIL images and are transformed one by one, as torchvision's data sets do it."""

    def __init__(self, pixels, labels, transform):
        self.pixels, self.labels, self.transform = pixels, labels.tolist(), transform

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.transform(Image.fromarray(self.pixels[index])), self.labels[index]


def training_images(folder):
    pixels, labels = read_cifar10(folder, "train")
    subset = long_tail(labels, RATIO)
    return Images(pixels[subset], labels[subset], published_transform(augment=True))


def test_images(folder):
    return Images(*read_cifar10(folder, "test"), published_transform(augment=False))


def published_transform(augment):
    if torchvision is None:
        return PillowTransform(augment)
    crop_and_flip = [transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip()] if augment else []
    return transforms.Compose([*crop_and_flip, transforms.ToTensor(), transforms.Normalize(MEAN, DEVIATION)])


class PillowTransform:
    """Crop, flip, scale and normalise without torchvision."""

    def __init__(self, augment):
        self.augment = augment
        self.mean = torch.tensor(MEAN).view(3, 1, 1)
        self.deviation = torch.tensor(DEVIATION).view(3, 1, 1)

    def __call__(self, image):
        if self.augment:
            image = self.crop_and_flip(image)
        pixels = torch.from_numpy(numpy.array(image)).permute(2, 0, 1).contiguous().float().div(255)
        return pixels.sub_(self.mean).div_(self.deviation)

    @staticmethod
    def crop_and_flip(image):
        padded = ImageOps.expand(image, border=4, fill=0)
        left, top = random.randint(0, 8), random.randint(0, 8)
        image = padded.crop((left, top, left + 32, top + 32))
        return ImageOps.mirror(image) if random.random() < 0.5 else image


class ResidentLoader:
    """Batches of images that lie on the device as bytes; crop, flip and normalisation of a whole batch are a few operations."""

    def __init__(self, dataset, arguments, augment=True):
        self.batch, self.device, self.augment = arguments.batch, arguments.device, augment
        self.pixels = torch.from_numpy(numpy.ascontiguousarray(dataset.pixels)).to(self.device)
        self.labels = torch.tensor(dataset.labels, device=self.device)
        self.scale = 1 / (255 * torch.tensor(DEVIATION, device=self.device))
        self.shift = -torch.tensor(MEAN, device=self.device) / torch.tensor(DEVIATION, device=self.device)
        if augment:
            self.pixels = functional.pad(self.pixels, (0, 0, 4, 4, 4, 4))

    def __iter__(self):
        count = len(self.labels)
        order = torch.randperm(count, device=self.device) if self.augment else torch.arange(count, device=self.device)
        for chosen in order.split(self.batch):
            images = self.crop_and_flip(chosen) if self.augment else self.pixels[chosen]
            yield (images.float() * self.scale + self.shift).permute(0, 3, 1, 2).contiguous(), self.labels[chosen]

    def crop_and_flip(self, chosen):
        size = len(chosen)
        span = torch.arange(32, device=self.device)
        rows = torch.randint(0, 9, (size, 1), device=self.device) + span
        columns = torch.randint(0, 9, (size, 1), device=self.device) + span
        mirrored = torch.rand(size, 1, device=self.device) < 0.5
        columns = torch.where(mirrored, columns.flip(1), columns)
        return self.pixels[chosen[:, None, None], rows[:, :, None], columns[:, None, :]]


# Network

class Block(nn.Module):
    """Two 3x3 convolutions; where the shape changes, the shortcut drops pixels and pads channels with zeros."""

    def __init__(self, channels, planes, stride):
        super().__init__()
        self.stride, self.padding = stride, (planes - channels) // 2
        self.conv1 = nn.Conv2d(channels, planes, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)

    def forward(self, x):
        inner = functional.relu(self.bn1(self.conv1(x)))
        inner = self.bn2(self.conv2(inner))
        if self.padding:
            x = functional.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, self.padding, self.padding))
        inner += x
        return functional.relu(inner)


class ResNet32(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = self.stage(16, 16, 1)
        self.layer2 = self.stage(16, 32, 2)
        self.layer3 = self.stage(32, 64, 2)
        self.linear = nn.Linear(64, CLASSES)
        for module in self.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(module.weight)

    @staticmethod
    def stage(channels, planes, stride):
        return nn.Sequential(Block(channels, planes, stride), *(Block(planes, planes, 1) for _ in range(4)))

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.linear(functional.avg_pool2d(x, x.shape[3]).flatten(1))


# Loss

def class_weights(counts):
    """Inverse effective numbers of images, scaled to sum to the number of classes."""
    weights = (1 - BETA) / (1 - BETA ** counts.astype(numpy.float64))
    return torch.tensor(weights / weights.sum() * len(counts), dtype=torch.float32)


def balanced_distillation(student, teacher, weights):
    """T^2 KL(target || student), averaged over the batch; the target is the teacher's belief, weighted and renormalised."""
    target = functional.softmax(teacher / TEMPERATURE, dim=1) * weights
    target = target / target.sum(dim=1, keepdim=True)
    belief = functional.log_softmax(student / TEMPERATURE, dim=1)
    return functional.kl_div(belief, target, reduction="batchmean") * TEMPERATURE ** 2


# Measurement

class StepClock:
    """Times from the end of one step to the end of the next; the first steps are warm-up."""

    def __init__(self, warmup, steps, device):
        self.warmup, self.wanted = warmup, warmup + steps
        self.device = device
        self.steps = []
        self.end = time.perf_counter()

    def settle(self):
        """An NVIDIA device is still at work when a step's calls have returned."""
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)

    def step_ended(self, images):
        if len(self.steps) + 1 in (self.warmup, self.wanted):
            self.settle()
        begin, self.end = self.end, time.perf_counter()
        self.steps.append((self.end - begin, images))

    @property
    def complete(self):
        return len(self.steps) >= self.wanted

    def median(self):
        if self.device.type == "cuda":
            return self.overall()
        return statistics.median(images / seconds for seconds, images in self.steps[self.warmup:])

    def overall(self):
        measured = self.steps[self.warmup:]
        return sum(images for _, images in measured) / sum(seconds for seconds, _ in measured)


def endless(loader):
    while True:
        yield from loader


def train(arguments, clock):
    """Takes training steps until the clock has enough; the mean of their losses."""
    device = arguments.device
    dataset = training_images(arguments.folder)
    loader = ResidentLoader(dataset, arguments) if arguments.resident else \
        DataLoader(dataset, batch_size=arguments.batch, shuffle=True, num_workers=arguments.workers, pin_memory=device.type == "cuda")
    weights = class_weights(numpy.bincount(dataset.labels, minlength=CLASSES)).to(device)
    student = ResNet32().train().to(device)
    teacher = ResNet32().eval().to(device) if arguments.method == "bkd" else None
    optimizer = torch.optim.SGD(student.parameters(), lr=0.1, momentum=0.9, weight_decay=2e-4)
    losses = []
    clock.settle()
    for images, labels in endless(loader):
        images, labels = images.to(device, non_blocking=True), labels.to(device, non_blocking=True)
        logits = student(images)
        loss = functional.cross_entropy(logits, labels)
        if teacher is not None:
            with torch.no_grad():
                guide = teacher(images)
            loss = loss + balanced_distillation(logits, guide, weights)
        losses.append(loss.item() if device.type == "cpu" else loss.detach())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        clock.step_ended(len(labels))
        if clock.complete:
            return statistics.fmean(float(loss) for loss in losses)


def evaluate(arguments, clock):
    """Evaluates batches of the test set until the clock has enough."""
    device = arguments.device
    dataset = test_images(arguments.folder)
    loader = ResidentLoader(dataset, arguments, augment=False) if arguments.resident else \
        DataLoader(dataset, batch_size=arguments.batch, num_workers=arguments.workers, pin_memory=device.type == "cuda")
    network = ResNet32().eval().to(device)
    correct = 0
    clock.settle()
    with torch.no_grad():
        for images, labels in endless(loader):
            images, labels = images.to(device, non_blocking=True), labels.to(device, non_blocking=True)
            correct += (network(images).argmax(1) == labels).sum().item()
            clock.step_ended(len(labels))
            if clock.complete:
                return


def parse_arguments():
    parser = argparse.ArgumentParser(description="Speed of PyTorch on long-tailed CIFAR-10; see the top of the file.")
    parser.add_argument("folder", nargs="?", help="folder with CIFAR-10's binary files; noise without it")
    parser.add_argument("--mode", choices=["train", "eval"], default="train")
    parser.add_argument("--method", choices=["ce", "bkd"], default="ce", help="for training (ce)")
    parser.add_argument("--steps", type=int, default=40, help="measured steps (40)")
    parser.add_argument("--warmup", type=int, default=10, help="steps before them (10)")
    parser.add_argument("--batch", type=int, help="images per step (128 in training, 256 in evaluation)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="PyTorch threads (all cores)")
    parser.add_argument("--workers", type=int, default=4, help="loader processes (4, as published); 0 loads in the training process")
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"), help="cpu, cuda or cuda:N (cpu)")
    parser.add_argument("--tf32", action="store_true", help="round factors of products to TF32 on an NVIDIA device")
    parser.add_argument("--cudnn-benchmark", action="store_true", help="let cuDNN try its algorithms on each shape and keep the fastest")
    parser.add_argument("--resident", action="store_true", help="images lie on the device and are augmented there, without loader processes")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.steps < 1 or arguments.warmup < 0:
        parser.error("--steps must be at least 1 and --warmup not negative")
    if arguments.batch is None:
        arguments.batch = TRAINING_BATCH if arguments.mode == "train" else EVALUATION_BATCH
    return arguments


def main():
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    random.seed(arguments.seed)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = arguments.tf32
    torch.backends.cudnn.benchmark = arguments.cudnn_benchmark
    clock = StepClock(arguments.warmup, arguments.steps, arguments.device)
    if arguments.mode == "train":
        of_training = {"method": arguments.method, "mean_loss": round(train(arguments, clock), 4)}
    else:
        of_training = {}
        evaluate(arguments, clock)
    json.dump({
        "program": "peer_train.py",
        "mode": arguments.mode,
        **of_training,
        "images_per_second": round(clock.median(), 1),
        "images_per_second_overall": round(clock.overall(), 1),
        "steps": arguments.steps,
        "warmup": arguments.warmup,
        "batch_size": arguments.batch,
        "threads": torch.get_num_threads(),
        "workers": 0 if arguments.resident else arguments.workers,
        "device": str(arguments.device),
        "device_name": torch.cuda.get_device_name(arguments.device) if arguments.device.type == "cuda" else None,
        "tf32": arguments.tf32,
        "cudnn_benchmark": arguments.cudnn_benchmark,
        "images": "noise" if arguments.folder is None else "cifar10",
        "torch": torch.__version__,
        "python": platform.python_version(),
        "transforms": "whole batches" if arguments.resident else f"torchvision {torchvision.__version__}" if torchvision else "pillow",
        "peak_rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }, sys.stdout)
    print()


if __name__ == "__main__":
    main()
