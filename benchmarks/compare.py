#!/usr/bin/env python3
"""Times LongTail and its peers in turn, A B A B, and writes how they compare. See benchmarks/README.md.

  PEER_PYTHON=python3 benchmarks/compare.py --data cifar-10-batches-bin --out results/speed

Builds LongTail in Release first. Only the standard library is needed here; what a peer needs is its own affair. A further peer is
any command that takes --method ce|bkd (or --mode eval), --steps, --warmup and --threads after its own arguments, and prints one
line of JSON with images_per_second, images_per_second_overall and, as far as known, threads, peak_rss_mib and versions:

  benchmarks/compare.py --data cifar-10-batches-bin --peer "authors=python3 run_authors.py cifar-10-batches-bin"
"""
import argparse
import os
import pathlib
import shlex
import subprocess
import sys

from comparison import machine, report, runs

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE / "LongTail.Benchmarks" / "LongTail.Benchmarks.csproj"
MEASURES = {"ce": ["--method", "ce"], "bkd": ["--method", "bkd"], "eval": ["--mode", "eval"]}
OURS = "LongTail"


def main():
    arguments = parse_arguments()
    dll = build()
    programs = {OURS: lambda measure: ours(dll, measure, arguments.data)}
    for name, command in peers(arguments):
        programs[name] = lambda measure, command=command: command + MEASURES[measure]
    settings = ["--steps", str(arguments.steps), "--warmup", str(arguments.warmup), "--threads", str(arguments.threads)]

    results = []
    for measure in arguments.measure or ["ce", "bkd"]:
        for number in range(1, arguments.rounds + 1):
            for name, command in programs.items():
                run = {"measure": measure, "round": number, "name": name}
                run.update(runs.take(command(measure) + settings, arguments.wait, arguments.time_limit))
                results.append(run)
                print(report.progress(run), file=sys.stderr, flush=True)

    comparison = report.put_together(results, OURS, facts(arguments))
    print(report.tables(comparison))
    if arguments.out:
        report.write(comparison, pathlib.Path(arguments.out))
    return 1 if any("error" in run for run in results) else 0


def parse_arguments():
    parser = argparse.ArgumentParser(description="Times LongTail and its peers in turn; see the top of the file.")
    parser.add_argument("--data", help="folder with CIFAR-10's binary files; noise without it")
    parser.add_argument("--out", help="folder to write comparison.md and comparison.json into; created when missing")
    parser.add_argument("--measure", action="append", choices=list(MEASURES), help="repeatable (ce and bkd)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each program (3)")
    parser.add_argument("--steps", type=int, default=40, help="measured steps of a run (40)")
    parser.add_argument("--warmup", type=int, default=10, help="steps before them (10)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="threads of each program (all cores)")
    parser.add_argument("--peer-python", default=os.environ.get("PEER_PYTHON"), metavar="COMMAND",
                        help="Python with PyTorch that runs peer/peer_train.py ($PEER_PYTHON); without it, only --peer are peers")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND", help="another peer; repeatable")
    parser.add_argument("--wait", type=float, default=20, metavar="SECONDS",
                        help="longest wait for a quiet machine before a run; after it, the run is taken and marked (20)")
    parser.add_argument("--time-limit", type=float, default=300, metavar="SECONDS", help="of one run (300)")
    arguments = parser.parse_args()
    if min(arguments.rounds, arguments.steps, arguments.threads) < 1 or arguments.warmup < 0:
        parser.error("--rounds, --steps and --threads must be at least 1, and --warmup not negative")
    for peer in arguments.peer:
        name, separator, command = peer.partition("=")
        if not (name and separator and command) or name == OURS:
            parser.error(f"found --peer {peer!r}, expected NAME=COMMAND with a name of its own")
    return arguments


def build():
    """Builds in Release and gives the path of the program. No build server may stay behind and take time from the runs."""
    subprocess.run(["dotnet", "build", str(PROJECT), "-c", "Release", "-nodeReuse:false", "-p:UseSharedCompilation=false"],
                   check=True, stdout=sys.stderr)
    asked = subprocess.run(["dotnet", "msbuild", str(PROJECT), "-nodeReuse:false", "-p:Configuration=Release", "-getProperty:TargetPath"],
                           check=True, stdout=subprocess.PIPE, text=True)
    return asked.stdout.strip()


def ours(dll, measure, data):
    command = ["eval"] if measure == "eval" else ["train", *MEASURES[measure]]
    return ["dotnet", dll, *command, *(["--data", data] if data else [])]


def peers(arguments):
    if arguments.peer_python:
        script = [str(HERE / "peer" / "peer_train.py"), *([arguments.data] if arguments.data else [])]
        yield "PyTorch", shlex.split(arguments.peer_python) + script
    for peer in arguments.peer:
        name, _, command = peer.partition("=")
        yield name, shlex.split(command)


def facts(arguments):
    """Everything a reader needs to judge the numbers or to repeat them."""
    dotnet = subprocess.run(["dotnet", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    return {
        "time": machine.utc_now(),
        "commit": machine.commit(HERE),
        "machine": machine.describe(),
        "environment": machine.environment(),
        "dotnet_sdk": dotnet,
        "command": runs.without_paths(shlex.join(sys.argv)),
        "settings": {name: getattr(arguments, name) for name in ("rounds", "steps", "warmup", "threads")},
    }


if __name__ == "__main__":
    sys.exit(main())
