#!/usr/bin/env python3
"""Times LongTail and eager PyTorch on one NVIDIA device in turn, A B A B, and prints how they compare. See docs/gpu.md.

  PEER_PYTHON=python3 benchmarks/compare_cuda.py --data cifar-10-batches-bin --out results/speed/cuda.json

Builds LongTail with TorchSharp's CUDA packages, or for the libtorch that LONGTAIL_LIBTORCH names when it is set, compares a training
step on the device with the processor's (longtail doctor), and then times training by cross-entropy and by BKD with its teacher for each
batch size, with float32 products, with TF32 and (ours) in bfloat16; each program as it is and with what it has for speed: ours with a recorded
step and cuDNN's benchmark, PyTorch with cuDNN's benchmark, as the authors' code has it. Both keep the images on the device and augment whole batches there.
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
PRODUCTS = ["float32", "TF32", "bf16"]


def main():
    arguments = parse_arguments()
    torch = [] if os.environ.get("LONGTAIL_LIBTORCH") or arguments.device == "cpu" else ["-p:Torch=cuda"]
    ours, program = build(BENCHMARKS, torch), build(PROGRAM, torch)
    subprocess.run(["dotnet", program, "doctor", "--device", arguments.device], check=True)

    data = [arguments.data] if arguments.data else []
    peer = [*shlex.split(arguments.peer_python), str(ROOT / "benchmarks" / "peer" / "peer_train.py"), *data, "--resident"]
    mine = ["dotnet", ours, "train", *(["--data", arguments.data] if arguments.data else [])]
    on_device = arguments.device != "cpu"
    programs = {"LongTail": (mine, []), "PyTorch": (peer, [])}
    if on_device:
        programs["LongTail, recorded"] = (mine, ["--cuda-graph", "--cudnn-benchmark"])
        programs["PyTorch, cudnn.benchmark"] = (peer, ["--cudnn-benchmark"])
    rows = []
    for method in arguments.method or ["ce", "bkd"]:
        for batch in arguments.batch or [128, 1024]:
            for products in arguments.products or (PRODUCTS if on_device else ["float32"]):
                asked = ["--method", method, "--batch", str(batch), "--device", arguments.device, "--steps", str(arguments.steps),
                         "--warmup", str(arguments.warmup)]
                taken = {name: [] for name in programs}
                for _ in range(arguments.rounds):
                    for name, (command, flags) in programs.items():
                        taken[name].append(run(command + asked + flags + flags_of(products, is_peer=command is peer)))
                rows.append({"method": method, "batch": batch, "products": products, "runs": taken})
                print(line(rows[-1]), flush=True)
    if arguments.out:
        pathlib.Path(arguments.out).write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def flags_of(products, is_peer):
    """The peer has no bfloat16: against ours it computes as PyTorch does by itself, with factors rounded to TF32."""
    if products == "bf16" and not is_peer:
        return ["--precision", "bf16"]
    return [] if products == "float32" else ["--tf32"]


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
    best = max(value for name, value in middle.items() if name.startswith("PyTorch"))
    said = "; ".join(f"{name} {middle[name]:.0f} images/s ({min(values):.0f} to {max(values):.0f})" for name, values in rates.items())
    ratios = ", ".join(f"{name} {middle[name] / best:.2f}" for name in rates if name.startswith("LongTail"))
    return f"{row['method']}, batch {row['batch']}, {row['products']}: {said}; over the faster PyTorch: {ratios}"


def parse_arguments():
    parser = argparse.ArgumentParser(description="LongTail and eager PyTorch on one NVIDIA device; see the top of the file.")
    parser.add_argument("--data", help="folder with CIFAR-10's binary files; noise without it")
    parser.add_argument("--out", help="file for every single run, as JSON")
    parser.add_argument("--device", default="cuda", help="cuda, cuda:N or cpu (cuda)")
    parser.add_argument("--method", action="append", choices=["ce", "bkd"], help="repeatable (both)")
    parser.add_argument("--batch", action="append", type=int, help="repeatable (128 and 1024)")
    parser.add_argument("--products", action="append", choices=PRODUCTS, help="repeatable (all three)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each program (3)")
    parser.add_argument("--steps", type=int, default=500, help="measured steps of a run (500)")
    parser.add_argument("--warmup", type=int, default=50, help="steps before them (50)")
    parser.add_argument("--peer-python", default=os.environ.get("PEER_PYTHON", "python3"), metavar="COMMAND", help="Python with PyTorch ($PEER_PYTHON, or python3)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
