#!/usr/bin/env python3
"""Times the temperature sweep of the BKD paper's Fig. 3 in three ways, in turn, and compares the weights they leave.

  benchmarks/sweep.py --recipe cifar10-lt-100-bkd-short --data cifar-10-batches-bin --set epochs=2 --threads 1

  together   one `longtail train` of all temperatures: one teacher, and the students side by side
  apart      one `longtail train` in a folder of its own for each temperature: each trains its teacher too
  found      the same, but the teacher lies in each folder already

Builds LongTail in Release first. Wall time is what a user waits; CPU time (with one thread) hardly knows of other programs on the machine.
Both have everything: starting the program, reading the data, training, evaluation, checkpoints. Standard library only.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from comparison import machine, measures

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent / "src" / "LongTail.Cli" / "LongTail.Cli.csproj"
WAYS = ["together", "apart", "found"]
CLOCKS = ("wall", "cpu")
AGAINST = {"apart": "separate runs that train their teacher each", "found": "separate runs that find their teacher"}


def main():
    arguments = parse_arguments()
    dll = build()
    rounds = []
    for number in range(1, arguments.rounds + 1):
        with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
            rounds.append(take(dll, arguments, pathlib.Path(folder)))
        print(f"round {number}: {json.dumps(rounds[-1])}", file=sys.stderr, flush=True)
    report = {
        "command": " ".join(sys.argv), "commit": machine.commit(HERE), "date": machine.utc_now(), "machine": machine.describe(),
        "temperatures": arguments.temperatures, "rounds": rounds,
        "together": {clock: ratios(rounds, clock) for clock in CLOCKS},
    }
    if arguments.out:
        pathlib.Path(arguments.out).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(line(report) if arguments.json else table(report))
    return 0 if all(each["weights_equal"] for each in rounds) else 1


def parse_arguments():
    parser = argparse.ArgumentParser(description="Times a temperature sweep in three ways; see the top of the file.")
    parser.add_argument("--recipe", default="fashion-lt-bkd", help="a recipe of a distilling method (fashion-lt-bkd)")
    parser.add_argument("--temperatures", type=float, nargs="+", default=[1, 1.5, 2, 2.5, 3, 3.5, 4])
    parser.add_argument("--data", help="folder of the recipe's images, where it needs one")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="changes the recipe, such as epochs=2; repeatable")
    parser.add_argument("--threads", type=int, default=1, help="threads of the native library (1)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", help="file for the numbers as JSON")
    parser.add_argument("--json", action="store_true", help="one line of JSON for compare.py instead of the table")
    parser.add_argument("--work", help="folder for the runs, which are deleted (the system's)")
    return parser.parse_args()


def build():
    subprocess.run(["dotnet", "build", str(PROJECT), "-c", "Release", "-v", "quiet", "--nologo"], check=True, stdout=sys.stderr)
    dlls = sorted(HERE.parent.glob("artifacts/bin/LongTail.Cli/release*/LongTail.Cli.dll"), key=os.path.getmtime)
    return str(dlls[-1])


def take(dll, arguments, folder):
    recipes = [write_recipe(folder, arguments.recipe, temperature) for temperature in arguments.temperatures]
    spent = {}
    spent["together"] = [train(dll, arguments, recipes, folder / "together")]
    spent["apart"] = [train(dll, arguments, [recipe], folder / "apart" / recipe.stem) for recipe in recipes]
    for recipe in recipes:
        for teacher in (folder / "together" / "stages").glob("ce-*"):
            shutil.copytree(teacher, folder / "found" / recipe.stem / "stages" / teacher.name)
    spent["found"] = [train(dll, arguments, [recipe], folder / "found" / recipe.stem) for recipe in recipes]
    result = {way: {"wall": round(sum(wall for wall, _ in times), 2), "cpu": round(sum(cpu for _, cpu in times), 2)} for way, times in spent.items()}
    result["weights_equal"] = weights(folder / "together") == weights(folder / "apart") == weights(folder / "found")
    return result


def write_recipe(folder, base, temperature):
    path = folder / f"temperature-{temperature:g}.json"
    path.write_text(json.dumps({"extends": base, "method": {"temperature": temperature}}), encoding="utf-8")
    return path


def train(dll, arguments, recipes, out):
    """Wall and CPU seconds of one command."""
    command = ["dotnet", dll, "train", *map(str, recipes), "--out", str(out), "--threads", str(arguments.threads), "--quiet", "--json"]
    command += ["--data", arguments.data] if arguments.data else []
    for setting in arguments.set:
        command += ["--set", setting]
    before, begin = os.times(), time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    after = os.times()
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return time.monotonic() - begin, after.children_user + after.children_system - before.children_user - before.children_system


def weights(folder):
    """The last weights of every stage below a folder, by name of the stage, which its key is part of."""
    return {path.parent.name: path.read_bytes() for path in folder.rglob("stages/*/last.safetensors")}


def ratios(rounds, clock):
    each = {way: [round_[way][clock] / round_["together"][clock] for round_ in rounds] for way in WAYS[1:]}
    return {way: {"median": round(statistics.median(values), 3), "lowest": round(min(values), 3), "highest": round(max(values), 3)} for way, values in each.items()}


def line(report):
    """In wall time, which is what a user waits."""
    seconds = {way: round(statistics.median(round_[way]["wall"] for round_ in report["rounds"]), 1) for way in WAYS}
    first, second = ({"against": f"{len(report['temperatures'])} {AGAINST[way]}", "theirs": seconds[way], "ratio": report["together"]["wall"][way]["median"]} for way in WAYS[1:])
    return json.dumps({"name": measures.SWEEP_NAME, "unit": "s", "ours": seconds["together"], **first, "further": [second]})


def table(report):
    lines = ["| way | wall seconds | CPU seconds | times as long, wall | times as long, CPU |", "|---|---|---|---|---|"]
    for way in WAYS:
        spent = [statistics.median(round_[way][clock] for round_ in report["rounds"]) for clock in CLOCKS]
        ratio = ["1" if way == "together" else "{median} ({lowest}-{highest})".format(**report["together"][clock][way]) for clock in CLOCKS]
        lines.append(f"| {way} | {spent[0]:.1f} | {spent[1]:.1f} | {ratio[0]} | {ratio[1]} |")
    equal = all(round_["weights_equal"] for round_ in report["rounds"])
    return "\n".join(lines + [f"Weights of all stages: {'equal, bit for bit' if equal else 'DIFFERENT'}. Rounds: {len(report['rounds'])}."])


if __name__ == "__main__":
    sys.exit(main())
