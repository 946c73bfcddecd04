"""Turns runs into tables, a Markdown page and a JSON file."""
import json

from comparison import measures, summary
from comparison.numbers import median, range_of, spread

VERSIONS = ("longtail", "torchsharp", "dotnet", "torch", "torchvision", "transforms", "python")
RATES = ("images_per_second", "images_per_second_overall")


def progress(run):
    """One line for the one who waits."""
    head = f"{run['measure']} round {run['round']} {run['name']}"
    if "error" in run:
        return f"{head}: {run['error']}"
    noise = f", DISTURBED (others: {run['busy_cores_before']} cores before, {run['others_cores_during']} during)" if run["disturbed"] else ""
    result = run["result"]
    shown = {"images_per_second": "images/s", "seconds": "s", "ratio": "times", "fp32_gflops_per_second": "GFLOP/s in fp32"}
    return f"{head}: {next(f'{result[name]} {unit}' for name, unit in shown.items() if name in result)}{noise}"


def put_together(runs, references, facts):
    """Facts, runs, the summary, and for each kind of work one row per program.

    references: for each measure the program that the others are compared with."""
    roof = roof_of(runs)
    rows = {}
    for measure in dict.fromkeys(run["measure"] for run in runs if run["measure"] in references):
        done = [run for run in runs if run["measure"] == measure and "result" in run]
        work = next((run["result"]["gflop_per_image"] for run in done if "gflop_per_image" in run["result"]), None)
        rows[measure] = [row(name, done, references[measure], work, roof) for name in dict.fromkeys(run["name"] for run in done)]
    comparison = {**facts, "roof": roof, "references": references, "measures": rows}
    return {**comparison, "summary": summary.rows(comparison, runs), "runs": runs}


def roof_of(runs):
    """GFLOP per second of a large matrix product by precision: the best that was seen."""
    roofs = [run["result"] for run in runs if run["measure"] == "roof" and "result" in run]
    peaks = {name: [roof[f"{name}_gflops_per_second"] for roof in roofs if f"{name}_gflops_per_second" in roof] for name in measures.PRECISIONS}   # bf16 is left out where the processor has no instructions for it
    return {name: max(peak) for name, peak in peaks.items() if peak}


def row(name, done, reference, work, roof):
    results = {run["round"]: run["result"] for run in done if run["name"] == name}
    others = {run["round"]: run["result"] for run in done if run["name"] == reference}
    precision = results[min(results)].get("precision", "fp32")
    columns = {"name": name, "precision": precision, "runs": len(results), "disturbed": sum(run["disturbed"] for run in done if run["name"] == name)}
    for rate in RATES:
        columns[rate] = spread([result[rate] for result in results.values()], 1)
        # Ratios within a round: what disturbed the machine then disturbed both.
        columns[f"ours_by_this_{rate}"] = spread([others[number][rate] / results[number][rate] for number in sorted(results.keys() & others.keys())], 3)
    if work:
        columns["gflops_per_second"] = spread([result["images_per_second"] * work for result in results.values()], 1)
        if precision in roof:
            columns["share_of_roof"] = round(columns["gflops_per_second"]["median"] / roof[precision], 3)
    columns["peak_rss_mib"] = median([result.get("peak_rss_mib") for result in results.values()], 0)
    columns["threads"] = sorted({result["threads"] for result in results.values() if "threads" in result})
    columns["versions"] = {key: results[min(results)][key] for key in VERSIONS if key in results[min(results)]}
    return columns


def tables(comparison):
    """The tables and the remarks on them, in Markdown."""
    lines = summary.table(comparison)
    for measure, rows in comparison["measures"].items():
        reference = comparison["references"][measure]
        lines += [f"## {measures.RATES[measure].title}", "",
                  f"| program | images/s, median step | images/s, overall | {reference} to it, median step | {reference} to it, overall | GFLOP/s | of the roof | peak MiB |",
                  "|---|---|---|---|---|---|---|---|"]
        for item in rows:
            share = item.get("share_of_roof")
            cells = [item["name"], *(range_of(item[rate], 0) for rate in RATES), *(range_of(item[f"ours_by_this_{rate}"], 2) for rate in RATES),
                     range_of(item.get("gflops_per_second"), 0), "-" if share is None else f"{share:.0%}", str(item["peak_rss_mib"] or "-")]
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    lines += [*remarks(comparison), ""]
    return "\n".join(lines)


def remarks(comparison):
    settings, runs = comparison["settings"], comparison["runs"]
    yield (f"Median (lowest to highest) over the rounds ({settings['rounds']}), the programs in turn; {settings['steps']} steps after "
           f"{settings['warmup']} of warm-up, threads: {settings['threads']}. A ratio above 1 says that LongTail is faster.")
    if comparison["roof"]:
        yield ""
        yield ("Roof: the best product of two large matrices in libtorch, in fp32 the best of that and of multiplications and additions in registers, " + ", ".join(f"{roof:.0f} GFLOP/s in {name}" for name, roof in comparison["roof"].items())
               + ". GFLOP/s of a program: its images per second times the arithmetic of the convolutions and the head as it is written down, teacher included; Winograd's algorithm needs less.")
    disturbed = [run for run in runs if run["disturbed"]]
    if disturbed:
        yield ""
        yield f"**The machine was not quiet in {len(disturbed)} of {len(runs)} runs**; the JSON file has the cores that others used before and during each."
    elif any(run["busy_cores_before"] is None for run in runs):
        yield ""
        yield "This system does not tell whether others used the machine."
    else:
        yield ""
        yield "The machine was quiet before and during every run."
    for run in runs:
        if run.get("result", {}).get("threads", settings["threads"]) != settings["threads"]:
            yield ""
            yield f"Not comparable: {run['measure']}, round {run['round']}, {run['name']} ran with {run['result']['threads']} threads."
        if "error" in run:
            yield ""
            yield f"Failed: {run['measure']}, round {run['round']}, {run['name']}: {run['error'].rstrip('.')}."


def page(comparison):
    machine = comparison["machine"]
    lines = ["# LongTail and its peers", "",
             f"- {comparison['time']}, commit `{comparison['commit'] or 'unknown'}` (a + stands for uncommitted changes)",
             f"- {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB; {machine['system']}; .NET SDK {comparison['dotnet_sdk']}",
             f"- environment: {', '.join(f'{name}={value}' for name, value in comparison['environment'].items()) or 'nothing set that changes the speed'}",
             f"- command: `{comparison['command']}`", "", "| program | versions |", "|---|---|"]
    for name, versions in {item["name"]: item["versions"] for rows in comparison["measures"].values() for item in rows}.items():
        lines.append(f"| {name} | {', '.join(f'{key} {value}' for key, value in versions.items())} |")
    return "\n".join([*lines, "", tables(comparison)])


def write(comparison, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "comparison.json").write_text(json.dumps(comparison, indent=1) + "\n", encoding="utf-8")
    (folder / "comparison.md").write_text(page(comparison), encoding="utf-8")
