#!/usr/bin/env python3
"""Times LongTail and eager PyTorch on one NVIDIA device in turn, A B A B, and prints how they compare. See docs/gpu.md.

  PEER_PYTHON=python3 benchmarks/compare_cuda.py --data cifar-10-batches-bin --out results/speed/cuda.json

Builds LongTail with TorchSharp's CUDA packages, or for the libtorch that LONGTAIL_LIBTORCH names when it is set, compares a training
step on the device with the processor's (longtail doctor), and then times training by cross-entropy and by BKD with its teacher for each
batch size, once with float32 products and once with TF32. Both programs keep the images on the device and augment whole batches there.
--device cpu runs the same comparison without an NVIDIA device, which is of use to test this script.
"""
import argparse
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCHMARKS = ROOT / "benchmarks" / "LongTail.Benchmarks"
PROGRAM = ROOT / "src" / "LongTail.Cli"


def main():
    arguments = parse_arguments()
    torch = [] if os.environ.get("LONGTAIL_LIBTORCH") or arguments.device == "cpu" else ["-p:Torch=cuda"]
    ours, program = build(BENCHMARKS, torch), build(PROGRAM, torch)
    subprocess.run(["dotnet", program, "doctor", "--device", arguments.device], check=True)

    data = [arguments.data] if arguments.data else []
    peer = [*shlex.split(arguments.peer_python), str(ROOT / "benchmarks" / "peer" / "peer_train.py"), *data, "--resident"]
    mine = ["dotnet", ours, "train", *(["--data", arguments.data] if arguments.data else [])]
    rows = []
    for method in arguments.method or ["ce", "bkd"]:
        for batch in arguments.batch or [128, 1024]:
            for products in ("float32", "TF32") if arguments.device != "cpu" else ("float32",):
                asked = ["--method", method, "--batch", str(batch), "--device", arguments.device, "--steps", str(arguments.steps),
                         "--warmup", str(arguments.warmup), *(["--tf32"] if products == "TF32" else [])]
                taken = {"LongTail": [], "PyTorch": []}
                for _ in range(arguments.rounds):
                    for name, command in (("LongTail", mine), ("PyTorch", peer)):
                        taken[name].append(run(command + asked))
                rows.append({"method": method, "batch": batch, "products": products, "runs": taken})
                print(line(rows[-1]), flush=True)
    if arguments.out:
        pathlib.Path(arguments.out).write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def build(project, torch):
    """Builds in Release and gives the path of the program."""
    settings = ["-p:Configuration=Release", *torch]
    subprocess.run(["dotnet", "build", str(project), "-c", "Release", *torch], check=True, stdout=sys.stderr)
    asked = subprocess.run(["dotnet", "msbuild", str(project), *settings, "-getProperty:TargetPath"], check=True, stdout=subprocess.PIPE, text=True)
    return asked.stdout.strip()


def run(command):
    """The line of JSON that a program prints."""
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])


def line(row):
    rates = {name: [run["images_per_second_overall"] for run in runs] for name, runs in row["runs"].items()}
    middle = {name: statistics.median(values) for name, values in rates.items()}
    said = ", ".join(f"{name} {middle[name]:.0f} images/s ({min(values):.0f} to {max(values):.0f})" for name, values in rates.items())
    return f"{row['method']}, batch {row['batch']}, {row['products']}: {said}, ratio {middle['LongTail'] / middle['PyTorch']:.2f}"


def parse_arguments():
    parser = argparse.ArgumentParser(description="LongTail and eager PyTorch on one NVIDIA device; see the top of the file.")
    parser.add_argument("--data", help="folder with CIFAR-10's binary files; noise without it")
    parser.add_argument("--out", help="file for every single run, as JSON")
    parser.add_argument("--device", default="cuda", help="cuda, cuda:N or cpu (cuda)")
    parser.add_argument("--method", action="append", choices=["ce", "bkd"], help="repeatable (both)")
    parser.add_argument("--batch", action="append", type=int, help="repeatable (128 and 1024)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each program (3)")
    parser.add_argument("--steps", type=int, default=500, help="measured steps of a run (500)")
    parser.add_argument("--warmup", type=int, default=50, help="steps before them (50)")
    parser.add_argument("--peer-python", default=os.environ.get("PEER_PYTHON", "python3"), metavar="COMMAND", help="Python with PyTorch ($PEER_PYTHON, or python3)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
