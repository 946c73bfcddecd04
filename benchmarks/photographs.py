#!/usr/bin/env python3
"""Times training steps of a ResNet on photographs in files: LongTail, and PyTorch with torchvision, in turn.

  benchmarks/photographs.py                           ResNet-50 at 224 pixels, bf16 and fp32, three rounds
  PEER_PYTHON="python3" benchmarks/photographs.py --depth 18 --precision bf16

It makes its JPEG files itself (500 x 375, 105 KB, in eight class folders). Both programs decode them, crop, flip and train, with the same threads. PEER_PYTHON is the command that
starts a Python with PyTorch and torchvision for the peer; this program itself needs numpy and Pillow. Prints one line of JSON and a line for each program.
"""
import argparse
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile

import pictures
from comparison import machine

HERE = pathlib.Path(__file__).resolve().parent
PEER = "PyTorch, fp32"
CLASSES = 8


def main():
    arguments = parse_arguments()
    dll = pictures.build()
    with tempfile.TemporaryDirectory() as folder:
        write_folders(pathlib.Path(folder), arguments.fewest)
        rounds = []
        for number in range(1, arguments.rounds + 1):
            rounds.append(take(dll, folder, arguments))
            print(f"round {number}: {json.dumps(rounds[-1])}", file=sys.stderr, flush=True)
    print(json.dumps({"command": " ".join(sys.argv), "peer_python": peer_python(), "commit": machine.commit(HERE), "date": machine.utc_now(), "machine": machine.describe(), "rounds": rounds}))
    for name in rounds[0]:
        rates = [each[name]["images_per_second"] for each in rounds]
        ratios = [each[name]["images_per_second"] / each[PEER]["images_per_second"] for each in rounds]
        waited = f", waited for pictures {max(100 * each[name]['waiting_share'] for each in rounds):.2f} % of the time" if "waiting_share" in rounds[0][name] else ""
        print(f"{name:16} {statistics.median(rates):7.2f} images/s, {statistics.median(ratios):.2f} times the peer ({min(ratios):.2f} to {max(ratios):.2f}){waited}")


def parse_arguments():
    parser = argparse.ArgumentParser(description="Times training on photographs; see the top of the file.")
    parser.add_argument("--precision", action="append", choices=["fp32", "bf16", "auto"], help="repeatable: of LongTail (bf16, then fp32)")
    for name, usual in [("rounds", 3), ("depth", 50), ("size", 224), ("batch", 32), ("steps", 4), ("warmup", 1), ("threads", os.cpu_count()), ("workers", os.cpu_count())]:
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"({usual})")
    arguments = parser.parse_args()
    arguments.precision = arguments.precision or ["bf16", "fp32"]
    arguments.fewest = arguments.batch * (arguments.steps + arguments.warmup + 3)
    return arguments


def write_folders(folder, fewest):
    """The same files under as many names as an epoch needs to be longer than the run."""
    with tempfile.TemporaryDirectory() as once:
        pictures.write_files(pathlib.Path(once), argparse.Namespace(width=500, height=375, quality=96))
        files = [path.read_bytes() for path in sorted(pathlib.Path(once).iterdir())]
    for number in range(fewest * 5 // 4):    # a fifth is held out
        name = folder / f"class{number % CLASSES}" / f"{number:05}.jpg"
        name.parent.mkdir(exist_ok=True)
        name.write_bytes(files[number % len(files)])


def take(dll, folder, arguments):
    shared = [option for name in ("depth", "size", "batch", "steps", "warmup", "threads", "workers") for option in (f"--{name}", str(getattr(arguments, name)))]
    rates = {}
    for precision in arguments.precision:
        done = run(["dotnet", dll, "photographs", "--folder", folder, "--precision", precision, *shared])
        rates[f"LongTail, {precision}"] = {**done["speed"], "waiting_share": done["waiting_share"]}
    rates[PEER] = run([*peer_python(), str(HERE / "peer" / "peer_photographs.py"), folder, *shared])
    return rates


def peer_python():
    return shlex.split(os.environ.get("PEER_PYTHON", sys.executable))


def run(command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
