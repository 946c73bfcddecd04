#!/usr/bin/env python3
"""Times how fast picture files become the pixels of a training step: LongTail, and Pillow with torchvision, in turn.

  benchmarks/pictures.py                    builds LongTail in Release, writes 64 JPEG files, three rounds
  benchmarks/pictures.py --width 2000 --height 1500 --quality 90

Decoding, a random resized crop to 224 x 224 and mirroring of every second picture; files in memory, one thread. Numbers are pictures per second of
CPU time of the whole process, so that other programs on the machine count as little as can be. Needs numpy, Pillow and torchvision.
"""
import argparse
import io
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from comparison import machine

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE / "LongTail.Benchmarks" / "LongTail.Benchmarks.csproj"
FILES, SIDE = 64, 224
LONGTAIL = {"LongTail, libturbojpeg": "Fastest", "LongTail, Skia": "Skia"}
PEER = "Pillow and torchvision"


def main():
    arguments = parse_arguments()
    if arguments.peer:
        print(json.dumps({"images_per_cpu_second": measure_peer(pathlib.Path(arguments.peer), arguments.seconds)}))
        return
    dll = build()
    with tempfile.TemporaryDirectory() as folder:
        kilobytes = write_files(pathlib.Path(folder), arguments)
        rounds = []
        for number in range(1, arguments.rounds + 1):
            rounds.append(take(dll, folder, arguments))
            print(f"round {number}: {json.dumps(rounds[-1])}", file=sys.stderr, flush=True)
    print(json.dumps({"command": " ".join(sys.argv), "commit": machine.commit(HERE), "date": machine.utc_now(), "machine": machine.describe(),
                      "versions": versions(), "kilobytes": kilobytes, "rounds": rounds}))
    for name in rounds[0]:
        rates, ratios = [each[name] for each in rounds], [each[name] / each[PEER] for each in rounds]
        print(f"{name:24} {statistics.median(rates):7.0f} pictures per CPU second, {statistics.median(ratios):.2f} times the peer ({min(ratios):.2f} to {max(ratios):.2f})")


def parse_arguments():
    parser = argparse.ArgumentParser(description="Times decoding and cropping of pictures; see the top of the file.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement (3)")
    parser.add_argument("--width", type=int, default=500)
    parser.add_argument("--height", type=int, default=375)
    parser.add_argument("--quality", type=int, default=96, help="of the JPEG files; 96 makes 105 KB at the usual size")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    return parser.parse_args()


def build():
    subprocess.run(["dotnet", "build", str(PROJECT), "-c", "Release", "-v", "quiet", "--nologo"], check=True, stdout=sys.stderr)
    dlls = sorted(HERE.parent.glob("artifacts/bin/LongTail.Benchmarks/release*/LongTail.Benchmarks.dll"), key=os.path.getmtime)
    return str(dlls[-1])


def write_files(folder, arguments):
    """Fields of noise from coarse to fine, which compress about as photographs do."""
    import numpy
    from PIL import Image

    random = numpy.random.default_rng(1)
    size, total = (arguments.width, arguments.height), 0
    for number in range(FILES):
        pixels = numpy.zeros((arguments.height, arguments.width, 3))
        for grain, weight in [(4, 1.0), (16, 0.6), (64, 0.35), (250, 0.25), (500, 0.12)]:
            noise = random.integers(0, 255, (grain * 3 // 4 + 1, grain, 3), dtype=numpy.uint8)
            pixels += weight * numpy.asarray(Image.fromarray(noise).resize(size, Image.BICUBIC))
        pixels = (pixels - pixels.min()) / (pixels.max() - pixels.min()) * 255
        path = folder / f"{number:02}.jpg"
        Image.fromarray(pixels.astype(numpy.uint8)).save(path, quality=arguments.quality, subsampling="4:2:0")
        total += path.stat().st_size
    return round(total / FILES / 1000, 1)


def take(dll, folder, arguments):
    rates = {}
    for name, library in LONGTAIL.items():
        done = run(["dotnet", dll, "pictures", "--folder", folder, "--seconds", str(arguments.seconds), "--library", library, "--side", str(SIDE)])
        if library == "Fastest" and done["library"] != "libturbojpeg":
            continue   # the system has none
        rates[name] = done["images_per_cpu_second"]
    rates[PEER] = run([sys.executable, "-W", "ignore", __file__, "--peer", folder, "--seconds", str(arguments.seconds)])["images_per_cpu_second"]
    return rates


def run(command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])


def measure_peer(folder, seconds):
    import torch
    from PIL import Image
    from torchvision import transforms

    torch.set_num_threads(1)
    files = [path.read_bytes() for path in sorted(folder.iterdir())]
    change = transforms.Compose([transforms.RandomResizedCrop(SIDE), transforms.RandomHorizontalFlip()])

    def draw(duration):
        count, cpu, begin = 0, time.process_time(), time.monotonic()
        while time.monotonic() - begin < duration:
            for _ in range(16):
                change(Image.open(io.BytesIO(files[count % len(files)])).convert("RGB"))
                count += 1
        return count / (time.process_time() - cpu)

    draw(1)
    return round(draw(seconds), 1)


def versions():
    import PIL
    import torchvision
    return {"Pillow": PIL.__version__, "torchvision": torchvision.__version__, "python": sys.version.split()[0]}


if __name__ == "__main__":
    main()
