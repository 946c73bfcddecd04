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
import tempfile

from comparison import machine, measures, report, runs

HERE = pathlib.Path(__file__).resolve().parent
BENCHMARKS = HERE / "LongTail.Benchmarks" / "LongTail.Benchmarks.csproj"
PROGRAM = HERE.parent / "src" / "LongTail.Cli" / "LongTail.Cli.csproj"
LONGER = 10   # times the limit of a run: a comparison of its own has several in it
SWEEP_SETTINGS = ["--recipe", "fashion-lt-bkd", "--set", "network.name=resnet32", "--set", "epochs=2"]
ALL = [*measures.RATES, *measures.STARTS, measures.SWEEP, "roof"]


def main():
    arguments = parse_arguments()
    measured = machine.commit(HERE)                       # what is built now, whatever happens to the files while it runs
    benchmarks, program = build(BENCHMARKS), build(PROGRAM)
    chosen = arguments.measure or [measure for measure in ALL if measure != "start-cifar" or arguments.data]
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(1, arguments.rounds + 1):
            for measure in chosen:
                for name, command, outcome_of in entrants(measure, arguments, benchmarks, program, scratch):
                    take(results, measure, number, name, command, arguments, outcome_of, LONGER if measure == measures.SWEEP else 1)
            for command in arguments.also:
                take(results, measures.ALSO, number, command, shlex.split(command), arguments, ratio_of, LONGER)

    references = {measure: measures.ours(precisions(measure, arguments)[-1]) for measure in measures.RATES}
    comparison = report.put_together(results, references, facts(arguments, measured))
    print(report.tables(comparison))
    if arguments.out:
        report.write(comparison, pathlib.Path(arguments.out))
    return 1 if any("error" in run for run in results) else 0


def ratio_of(command, limit):
    return runs.json_of(command, limit, ("ratio",))


def take(results, measure, number, name, command, arguments, outcome_of, longer=1):
    run = {"measure": measure, "round": number, "name": runs.without_paths(name)}
    run.update(runs.take(command, arguments.wait, longer * arguments.time_limit, outcome_of))
    results.append(run)
    print(report.progress(run), file=sys.stderr, flush=True)


def entrants(measure, arguments, benchmarks, program, scratch):
    """Name, command and reader of each program that takes part."""
    threads = ["--threads", str(arguments.threads)]
    data = ["--data", arguments.data] if arguments.data else []
    if measure == "roof":
        yield "LongTail", [*benchmarks, "roof", *threads], lambda command, limit: runs.json_of(command, limit, ("fp32_gflops_per_second",))
    elif measure == measures.SWEEP:
        yield "LongTail", [sys.executable, str(HERE / "sweep.py"), *SWEEP_SETTINGS, *threads, "--rounds", "1", "--json", "--work", scratch], ratio_of
    elif measure in measures.STARTS:
        recipe = ["cifar10-lt-100-bkd", *data] if measure == "start-cifar" else []
        out = tempfile.mkdtemp(dir=scratch)   # nothing trained before may be found
        yield "LongTail", [*program, "train", *recipe, *threads, "--out", out], lambda command, limit: runs.seconds_until(command, limit, measures.FIRST_STEP)
    else:
        settings = ["--steps", str(arguments.steps), "--warmup", str(arguments.warmup), *threads]
        asked = measures.RATES[measure]
        for precision in precisions(measure, arguments):
            arguments_of_training = asked.arguments if asked.command == "train" else ()
            yield measures.ours(precision), [*benchmarks, asked.command, *arguments_of_training, *data, *settings, "--precision", precision], runs.rates_of
        for name, command in peers(arguments):
            yield name, [*command, *asked.arguments, *settings], runs.rates_of


def precisions(measure, arguments):
    return arguments.precision or measures.RATES[measure].precisions


def parse_arguments():
    parser = argparse.ArgumentParser(description="Times LongTail and its peers in turn; see the top of the file.")
    parser.add_argument("--data", help="folder with CIFAR-10's binary files; noise without it")
    parser.add_argument("--out", help="folder to write comparison.md and comparison.json into; created when missing")
    parser.add_argument("--measure", action="append", choices=ALL, help="repeatable (all; start-cifar needs --data)")
    parser.add_argument("--precision", action="append", choices=measures.PRECISIONS,
                        help="of LongTail; repeatable, the last is compared with the peers (fp32 for ce, fp32 and bf16 for bkd and eval)")
    parser.add_argument("--also", action="append", default=[], metavar="COMMAND",
                        help="repeatable: a comparison of its own, once in each round, that prints a line of JSON with name and ratio")
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
        if not (name and separator and command) or measures.is_ours(name + " "):
            parser.error(f"found --peer {peer!r}, expected NAME=COMMAND with a name of its own")
    return arguments


def build(project):
    """Builds in Release and gives the command that starts the program. No build server may stay behind and take time from the runs."""
    subprocess.run(["dotnet", "build", str(project), "-c", "Release", "-nodeReuse:false", "-p:UseSharedCompilation=false"],
                   check=True, stdout=sys.stderr)
    asked = subprocess.run(["dotnet", "msbuild", str(project), "-nodeReuse:false", "-p:Configuration=Release", "-getProperty:TargetPath"],
                           check=True, stdout=subprocess.PIPE, text=True)
    return ["dotnet", asked.stdout.strip()]


def peers(arguments):
    if arguments.peer_python:
        script = [str(HERE / "peer" / "peer_train.py"), *([arguments.data] if arguments.data else [])]
        yield "PyTorch", shlex.split(arguments.peer_python) + script
    for peer in arguments.peer:
        name, _, command = peer.partition("=")
        yield name, shlex.split(command)


def facts(arguments, commit):
    """Everything a reader needs to judge the numbers or to repeat them."""
    dotnet = subprocess.run(["dotnet", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    return {
        "time": machine.utc_now(),
        "commit": commit,
        "machine": machine.describe(),
        "environment": machine.environment(),
        "dotnet_sdk": dotnet,
        "command": runs.without_paths(shlex.join(sys.argv)),
        "settings": {name: getattr(arguments, name) for name in ("rounds", "steps", "warmup", "threads")},
    }


if __name__ == "__main__":
    sys.exit(main())
