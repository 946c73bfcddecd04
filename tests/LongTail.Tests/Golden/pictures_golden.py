"""Small picture files and what Pillow and torchvision make of them: pictures/*, pictures.json and pictures.gz (bytes of red, green, blue).

Made with Python 3.11, Pillow 9.4.0, torchvision 0.14.1, numpy 1.24.2 (Debian 12: python3-pil python3-torchvision python3-numpy).
Run it in this folder: python3 pictures_golden.py
"""
import gzip
import hashlib
import io
import os
import types

import numpy
import torch
import torchvision.transforms as transforms
import torchvision.transforms.functional as functional
from PIL import Image, ImageOps
from torchvision.transforms import InterpolationMode
from torchvision.transforms.autoaugment import _apply_op
from torchvision.transforms import transforms as implementation

import golden_json

FOLDER = "pictures"
WIDTH, HEIGHT = 37, 28          # neither is a multiple of a JPEG block

blob = io.BytesIO()
cases = {"decode": [], "place": [], "crop": [], "centre": [], "color": [], "augment": [], "hue": [], "pairs": []}


def scene(width=WIDTH, height=HEIGHT, seed=0):
    """Smooth colours, a hard edge and a little noise; no symmetry, so that every orientation differs."""
    y, x = numpy.mgrid[0:height, 0:width] / [[[height]], [[width]]]
    noise = numpy.random.default_rng(seed).normal(0, 4, (height, width, 3))
    red, green, blue = 40 + 200 * x, 220 - 180 * y * x, 128 + 100 * numpy.sin(9 * y + 4 * x)
    pixels = numpy.stack([red, green, blue], axis=2) + noise
    pixels[int(.1 * height):int(.4 * height), int(.1 * width):int(.3 * width)] = [250, 240, 20]
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))


def alpha(width=WIDTH, height=HEIGHT):
    y, x = numpy.mgrid[0:height, 0:width] / [[[height]], [[width]]]
    values = (300 * x).clip(0, 255)
    values[y > .8] = 0
    return Image.fromarray(values.astype(numpy.uint8))


def path(name):
    return os.path.join(FOLDER, name)


def upright(name):
    """As LongTail reads it: upright, the first frame, alpha on white, RGB."""
    picture = ImageOps.exif_transpose(Image.open(path(name)))
    if picture.mode == "I;16" or picture.mode == "I":
        return Image.fromarray((numpy.asarray(picture).astype(int) * 255 / 65535).round().astype(numpy.uint8)).convert("RGB")
    if picture.mode in ("RGBA", "LA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, picture).convert("RGB")
    return picture.convert("RGB")


def keep(picture):
    offset = blob.tell()
    blob.write(numpy.asarray(picture).tobytes())
    return offset


def decode(name, tolerance=0):
    picture = upright(name)
    cases["decode"].append({"file": name, "width": picture.width, "height": picture.height, "tolerance": tolerance, "offset": keep(picture)})


def write_files():
    os.makedirs(FOLDER, exist_ok=True)
    picture, transparency = scene(), alpha()
    picture.save(path("baseline-420.jpg"), quality=85, subsampling="4:2:0")
    picture.save(path("baseline-422.jpg"), quality=85, subsampling="4:2:2")
    picture.save(path("baseline-444.jpg"), quality=85, subsampling="4:4:4")
    picture.save(path("progressive.jpg"), quality=85, progressive=True)
    picture.convert("L").save(path("grey.jpg"), quality=85)
    picture.convert("CMYK").save(path("cmyk.jpg"), quality=85)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        picture.save(path(f"orientation-{orientation}.jpg"), quality=80, exif=exif)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(path("orientation-6.webp"), quality=80, exif=exif)
    for orientation in range(2, 9):
        exif[0x0112] = orientation
        picture.convert("L").save(path(f"orientation-{orientation}.png"), exif=exif)

    picture.save(path("colour.png"))
    picture.convert("L").save(path("grey.png"))
    picture.convert("1").save(path("black-white.png"))
    picture.quantize(32).save(path("palette.png"))
    with_alpha = picture.copy()
    with_alpha.putalpha(transparency)
    with_alpha.save(path("alpha.png"))
    with_alpha.quantize(32).save(path("palette-alpha.png"))
    grey_alpha = picture.convert("L")
    grey_alpha.putalpha(transparency)
    grey_alpha.save(path("grey-alpha.png"))
    wide = numpy.asarray(picture.convert("L")).astype(numpy.uint16) * 257
    Image.fromarray(wide).save(path("grey-16.png"))
    write_png16(path("colour-16.png"), numpy.asarray(picture).astype(numpy.uint16) * 257)

    picture.save(path("lossy.webp"), quality=80)
    with_alpha.save(path("lossless-alpha.webp"), lossless=True)
    frames = [scene(seed=seed).rotate(90 * seed) for seed in range(3)]
    frames[0].save(path("animated.webp"), save_all=True, append_images=frames[1:], duration=100, quality=70)
    small = [frame.quantize(16) for frame in frames]
    small[0].save(path("animated.gif"), save_all=True, append_images=small[1:], duration=100, loop=0)
    hidden = picture.quantize(16)
    hidden.save(path("transparent.gif"), transparency=3)
    picture.save(path("colour.bmp"))
    picture.quantize(32).save(path("palette.bmp"))

    scene(160, 120).save(path("photo.jpg"), quality=80)
    with open(path("truncated.jpg"), "wb") as file:
        whole = open(path("photo.jpg"), "rb").read()
        file.write(whole[:len(whole) * 2 // 3])
    with open(path("truncated.png"), "wb") as file:
        whole = open(path("colour.png"), "rb").read()
        file.write(whole[:len(whole) * 2 // 3])
    with open(path("web-page.jpg"), "w") as file:
        file.write("<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n")


def write_png16(name, pixels):
    """Pillow writes no 16-bit colour."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def place(name, box, target, mirrored, reduced=False):
    left, top, width, height = box
    picture = functional.resized_crop(upright(name), top, left, height, width, (target[1], target[0]), InterpolationMode.BILINEAR)
    if mirrored:
        picture = functional.hflip(picture)
    cases["place"].append({"file": name, "source": box, "target": target, "mirrored": mirrored, "reduced": reduced, "offset": keep(picture)})


def centre(name, resize, crop):
    test = transforms.Compose([transforms.Resize(resize), transforms.CenterCrop(crop)])
    cases["centre"].append({"file": name, "resize": resize, "crop": crop, "offset": keep(test(upright(name)))})


class Numbers:
    """Stands in for torch inside RandomResizedCrop.get_params: given numbers, in double precision."""

    def __init__(self, values):
        self.values = iter(values)

    def empty(self, _):
        return self

    def uniform_(self, low, high):
        return self.item_of(low + (high - low) * next(self.values))

    def randint(self, low, high, size):
        return self.item_of(low + int(next(self.values) * (high - low)))

    def tensor(self, values):
        return values

    def log(self, values):
        return [numpy.log(value) for value in values]

    def exp(self, value):
        return self.item_of(numpy.exp(value.item() if hasattr(value, "item") else value))

    def item_of(self, value):
        return types.SimpleNamespace(item=lambda: float(value) if not isinstance(value, int) else value)


def crop(width, height, numbers, scale=(0.08, 1.0), ratio=(3 / 4, 4 / 3)):
    real = implementation.torch
    implementation.torch = Numbers(numbers)
    implementation.torch.Tensor = real.Tensor
    try:
        top, left, rows, columns = transforms.RandomResizedCrop.get_params(Image.new("RGB", (width, height)), list(scale), list(ratio))
    finally:
        implementation.torch = real
    cases["crop"].append({"width": width, "height": height, "numbers": list(numbers), "range": [*scale, *ratio], "box": [left, top, columns, rows]})


def crops():
    random = numpy.random.default_rng(7)
    for width, height in [(500, 375), (37, 28), (1, 1), (3, 200), (200, 3), (333, 500)] * 4:
        # torchvision asks for row and column only when the crop fits: numbers are by try, four each, so unused ones are skipped here.
        table = random.random((10, 4)).round(12)
        used = []
        for area, ratio, row, column in table:
            used += [area, ratio]
            shape = numpy.exp(numpy.log(3 / 4) + (numpy.log(4 / 3) - numpy.log(3 / 4)) * ratio)
            pixels = width * height * (0.08 + 0.92 * area)
            if 0 < round(numpy.sqrt(pixels * shape)) <= width and 0 < round(numpy.sqrt(pixels / shape)) <= height:
                used += [row, column]
                break
        crop(width, height, [float(value) for value in used])
        cases["crop"][-1]["numbers"] = [float(value) for value in table.ravel()]


def color(changes):
    picture = upright("colour.png")
    functions = {"brightness": functional.adjust_brightness, "contrast": functional.adjust_contrast, "saturation": functional.adjust_saturation}
    for quality, factor in changes:
        picture = functions[quality](picture, factor)
    cases["color"].append({"changes": [{"quality": quality, "factor": float(factor)} for quality, factor in changes], "offset": keep(picture)})


def augment():
    """RandAugment's operations: of the pixels the hash alone is kept, they are to be equal. Those of negative magnitudes follow."""
    picture = upright("colour.png")
    space = transforms.RandAugment()._augmentation_space(31, (picture.height, picture.width))
    for operation, (magnitudes, signed) in space.items():
        magnitudes = magnitudes.tolist() if magnitudes.ndim else [0.0] * 31
        hashes = [hash_of(_apply_op(picture, operation, sign * magnitude, InterpolationMode.NEAREST, None)) for sign in ((1, -1) if signed else (1,)) for magnitude in magnitudes]
        cases["augment"].append({"operation": operation, "magnitudes": [float(magnitude) for magnitude in magnitudes], "hashes": hashes})


def hue():
    """All turns of the hue that torchvision knows apart, and a few between them."""
    picture = upright("colour.png")
    turns = [float(numpy.float32(turn)) for turn in [step / 255 for step in range(-127, 128, 9)] + [-0.5, -0.333, -0.0017, 0.0, 0.1, 0.25, 0.5]]
    cases["hue"].append({"turns": turns, "hashes": [hash_of(functional.adjust_hue(picture, turn)) for turn in turns]})


def pairs():
    """AutoAugment's pairs, each with both operations in one direction and the other, and with only one of them."""
    picture = upright("colour.png")
    for name, policy in [("Cifar10", transforms.AutoAugmentPolicy.CIFAR10), ("ImageNet", transforms.AutoAugmentPolicy.IMAGENET)]:
        whole = transforms.AutoAugment(policy)
        hashes = []
        for pair in range(25):
            for chances, signs in [((0.001, 0.001), (0, 0)), ((0.001, 0.001), (1, 1)), ((0.001, 0.999), (0, 1)), ((0.999, 0.001), (1, 0)), ((0.55, 0.55), (1, 0))]:
                whole.get_params = lambda _: (pair, torch.tensor(chances), torch.tensor(signs))
                hashes.append(hash_of(whole(picture)))
        cases["pairs"].append({"policy": name, "hashes": hashes})


def hash_of(picture):
    """The first four bytes of SHA-256."""
    return int.from_bytes(hashlib.sha256(numpy.asarray(picture).tobytes()).digest()[:4], "big")


def main():
    write_files()
    exact = ["baseline-420.jpg", "baseline-422.jpg", "baseline-444.jpg", "progressive.jpg", "grey.jpg", "colour.png", "grey.png", "black-white.png", "palette.png",
             "grey-16.png", "colour-16.png", "animated.gif", "transparent.gif", "colour.bmp", "palette.bmp", "orientation-6.webp", "lossy.webp", "animated.webp",
             "alpha.png", "palette-alpha.png", "grey-alpha.png", "lossless-alpha.webp", "cmyk.jpg"]
    for name in exact + [f"orientation-{orientation}.jpg" for orientation in range(1, 9)] + [f"orientation-{orientation}.png" for orientation in range(2, 9)]:
        decode(name)

    whole = [0, 0, 160, 120]
    for box, target in [(whole, [40, 40]), ([13, 7, 101, 80], [40, 40]), ([100, 50, 30, 22], [40, 40]), ([21, 3, 139, 117], [17, 61]), ([159, 119, 1, 1], [5, 4]), ([0, 0, 160, 1], [40, 3])]:
        for mirrored in (False, True):
            place("photo.jpg", box, target, mirrored)
    place("photo.jpg", whole, [80, 60], False, reduced=True)
    place("photo.jpg", whole, [40, 30], True, reduced=True)
    place("photo.jpg", [11, 9, 133, 103], [20, 12], False, reduced=True)
    place("orientation-6.jpg", [3, 5, 22, 30], [24, 24], True)
    place("orientation-7.jpg", [1, 0, 27, 37], [9, 12], False, reduced=True)
    place("alpha.png", [3, 5, 30, 20], [24, 24], True)
    for name, resize, size in [("photo.jpg", 64, 56), ("photo.jpg", 37, 30), ("photo.jpg", 129, 38), ("orientation-6.jpg", 40, 33)]:
        centre(name, resize, size)
    crops()
    color([("brightness", 1.37)])
    color([("brightness", 0.61)])
    color([("contrast", 1.4)])
    color([("contrast", 0.6)])
    color([("saturation", 1.4)])
    color([("saturation", 0.6)])
    color([("saturation", 1.31), ("brightness", 0.83), ("contrast", 1.27)])
    color([("contrast", 0.0), ("saturation", 1.0), ("brightness", 1.0)])
    color([("saturation", 0.0)])

    augment()
    hue()
    pairs()

    golden_json.write("pictures.json", cases)
    with open("pictures.gz", "wb") as file:
        file.write(gzip.compress(blob.getvalue(), 9, mtime=0))


if __name__ == "__main__":
    main()
