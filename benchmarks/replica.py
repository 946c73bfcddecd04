#!/usr/bin/env python3
"""Writes a replica of a large set: made-up photographs under the published layout, with list files of the published form and class counts at a part of the published ones.

    python3 benchmarks/replica.py imagenet-lt replica --part 0.05
    longtail train imagenet-lt-bkd --data replica --set data.set=list --set data.train=ImageNet_LT_train.txt --set data.test=ImageNet_LT_test.txt --set epochs=2

It shows that a recipe trains from disk, not how well: the pictures are noise in which each class has its own colour and grain. Needs Pillow and numpy."""
import argparse, io, os
import numpy
from PIL import Image

# Classes, images of the largest and smallest class, all training, test and validation images; typical width and height of a picture and their spread (log-normal).
SETS = {
    "places-lt": dict(classes=365, largest=4980, smallest=5, train=62_500, test=36_500, validation=7_300, size=(683, 512), spread=0.15, lists=("Places_LT_train.txt", "Places_LT_test.txt", "Places_LT_val.txt")),
    "imagenet-lt": dict(classes=1000, largest=1280, smallest=5, train=115_846, test=50_000, validation=20_000, size=(500, 375), spread=0.2, lists=("ImageNet_LT_train.txt", "ImageNet_LT_test.txt", "ImageNet_LT_val.txt")),
    "inaturalist2018": dict(classes=8142, largest=1000, smallest=2, train=437_513, test=24_426, validation=0, size=(800, 600), spread=0.1, lists=("iNaturalist18_train.txt", "iNaturalist18_val.txt")),
}


def counts(of):
    """Falls as (rank + 1) ** -power from the largest class to the smallest one, with the power that gives the published total."""
    rank = numpy.arange(of["classes"])
    low, high = 0.01, 5.0
    for _ in range(60):
        power = (low + high) / 2
        each = numpy.maximum(of["smallest"], numpy.round(of["largest"] * (rank + 1.0) ** -power)).astype(int)
        low, high = (power, high) if each.sum() > of["train"] else (low, power)
    return each


def path(name, label, number, test):
    if name == "places-lt":
        return f"{'val' if test else 'train'}/scene_{label:03}/{number:08}.jpg"
    if name == "imagenet-lt":
        return f"val/n{label:08}/ILSVRC2012_val_{number:08}.JPEG" if test else f"train/n{label:08}/n{label:08}_{number}.JPEG"
    return f"train_val2018/Group{label % 14}/{label}/{number:08}{'v' if test else ''}.jpg"


def photograph(of, label, random):
    width, height = (max(96, int(side * numpy.exp(of["spread"] * random.standard_normal()))) for side in of["size"])
    if random.random() < 0.3:
        width, height = height, width
    cells = 8 + label % 24                                         # the grain of the class
    colour = numpy.array([label * 37 % 256, label * 91 % 256, label * 151 % 256])
    coarse = numpy.clip(colour + 70 * random.standard_normal((cells, cells, 3)), 0, 255).astype(numpy.uint8)
    pixels = numpy.asarray(Image.fromarray(coarse).resize((width, height), Image.BICUBIC)).astype(numpy.int16)
    fine = numpy.clip(pixels + random.integers(-12, 13, (height, width, 1)), 0, 255).astype(numpy.uint8)
    file = io.BytesIO()
    Image.fromarray(fine).save(file, "JPEG", quality=88)
    return file.getvalue()


def write(name, folder, part, seed):
    of, random = SETS[name], numpy.random.default_rng(seed)
    each = numpy.maximum(1, numpy.round(counts(of) * part)).astype(int)
    alike = [numpy.full(of["classes"], max(1, round(of[kind] * part / of["classes"]))) for kind in ("test", "validation")]
    number = 0
    for listed, test, numbers in zip(of["lists"], (False, True, False), (each, *alike)):   # validation pictures are of the full set's training part
        lines = []
        for label, images in enumerate(numbers):
            for _ in range(images):
                number += 1
                lines.append(f"{path(name, label, number, test)} {label}")
                target = os.path.join(folder, lines[-1].split(" ")[0])
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "wb") as file:
                    file.write(photograph(of, label, random))
        with open(os.path.join(folder, listed), "w") as file:
            file.write("\n".join(lines) + "\n")
        print(f"{listed}: {len(lines)} pictures of {of['classes']} classes, {max(numbers)} to {min(numbers)} each")


arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("set", choices=SETS)
arguments.add_argument("folder")
arguments.add_argument("--part", type=float, default=0.05)
arguments.add_argument("--seed", type=int, default=0)
given = arguments.parse_args()
write(given.set, given.folder, given.part, given.seed)
