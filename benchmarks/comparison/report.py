"""Turns runs into a table, a Markdown page and a JSON file."""
import json
import statistics

TITLES = {"ce": "Training with cross-entropy (CE)", "bkd": "Training with balanced distillation (BKD), teacher included", "eval": "Evaluation"}
VERSIONS = ("longtail", "torchsharp", "dotnet", "torch", "torchvision", "transforms", "python")
RATES = ("images_per_second", "images_per_second_overall")


def progress(run):
    """One line for the one who waits."""
    head = f"{run['measure']} round {run['round']} {run['name']}"
    if "error" in run:
        return f"{head}: {run['error']}"
    noise = f", DISTURBED (others: {run['busy_cores_before']} cores before, {run['others_cores_during']} during)" if run["disturbed"] else ""
    return f"{head}: {run['result']['images_per_second']} images/s{noise}"


def put_together(runs, ours, facts):
    """Facts, runs, and for each measure one row per program."""
    measures = {}
    for measure in dict.fromkeys(run["measure"] for run in runs):
        done = [run for run in runs if run["measure"] == measure and "result" in run]
        names = dict.fromkeys(run["name"] for run in done)
        measures[measure] = [row(name, done, ours) for name in names]
    return {**facts, "measures": measures, "runs": runs}


def row(name, done, ours):
    results = {run["round"]: run["result"] for run in done if run["name"] == name}
    reference = {run["round"]: run["result"] for run in done if run["name"] == ours}
    peaks = [result["peak_rss_mib"] for result in results.values() if result.get("peak_rss_mib") is not None]
    columns = {"name": name, "runs": len(results), "disturbed": sum(run["disturbed"] for run in done if run["name"] == name)}
    for rate in RATES:
        columns[rate] = spread([result[rate] for result in results.values()], 1)
        # Ratios within a round: what disturbed the machine then disturbed both.
        shared = results.keys() & reference.keys()
        columns[f"ours_by_this_{rate}"] = spread([reference[number][rate] / results[number][rate] for number in sorted(shared)], 3)
    columns["peak_rss_mib"] = round(statistics.median(peaks)) if peaks else None
    columns["threads"] = sorted({result["threads"] for result in results.values() if "threads" in result})
    columns["versions"] = {key: results[min(results)][key] for key in VERSIONS if key in results[min(results)]}
    return columns


def spread(values, digits):
    return values and {"median": round(statistics.median(values), digits), "low": round(min(values), digits), "high": round(max(values), digits)}


def tables(comparison):
    """The tables and the remarks on them, in Markdown."""
    lines = []
    for measure, rows in comparison["measures"].items():
        lines += [f"## {TITLES[measure]}", "",
                  "| program | images/s, median step | images/s, overall | LongTail to it, median step | LongTail to it, overall | peak MiB |",
                  "|---|---|---|---|---|---|"]
        for item in rows:
            cells = [item["name"], *(range_of(item[rate], 0) for rate in RATES), *(range_of(item[f"ours_by_this_{rate}"], 2) for rate in RATES)]
            lines.append("| " + " | ".join([*cells, str(item["peak_rss_mib"] or "-")]) + " |")
        lines.append("")
    lines += [*remarks(comparison), ""]
    return "\n".join(lines)


def range_of(values, digits):
    return f"{values['median']:.{digits}f} ({values['low']:.{digits}f} to {values['high']:.{digits}f})" if values else "-"


def remarks(comparison):
    settings, runs = comparison["settings"], comparison["runs"]
    yield (f"Median (lowest to highest) over the rounds ({settings['rounds']}), the programs in turn; {settings['steps']} steps after "
           f"{settings['warmup']} of warm-up, threads: {settings['threads']}. A ratio above 1 says that LongTail is faster.")
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
            yield f"Failed: {run['measure']}, round {run['round']}, {run['name']}: {run['error']}."


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
