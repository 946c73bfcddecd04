"""The table of what LongTail is to reach: one row for each kind of work and each peer."""
from comparison import measures
from comparison.numbers import median, range_of, spread


def rows(comparison, runs):
    """What was measured beside what is asked for."""
    return [*against_peers(comparison), *ratios(runs), *starts(runs)]


def against_peers(comparison):
    for measure, items in comparison["measures"].items():
        ours = next((item for item in items if item["name"] == comparison["references"][measure]), None)
        for peer in items:
            if ours is None or measures.is_ours(peer["name"]):
                continue
            yield {
                "work": f"{measures.RATES[measure].title}, {ours['precision']}", "against": f"{peer['name']}, {peer['precision']}",
                "ours": ours["images_per_second"], "theirs": peer["images_per_second"], "unit": "images/s",
                "ratio": peer["ours_by_this_images_per_second"], "overall": peer["ours_by_this_images_per_second_overall"], "wanted": measures.RATES[measure].wanted,
                "gflops_per_second": [item.get("gflops_per_second", {}).get("median") for item in (ours, peer)],
                "share_of_roof": [item.get("share_of_roof") for item in (ours, peer)],
                "peak_rss_mib": [ours["peak_rss_mib"], peer["peak_rss_mib"]],
            }


def ratios(runs):
    """Work whose program compares by itself, with one thing or several: a sweep against separate runs."""
    for measure in (measures.SWEEP, measures.ALSO):
        for name, results in by_name(runs, measure).items():
            for comparisons in zip(*([result, *result.get("further", [])] for result in results)):
                yield {"work": name, "against": comparisons[0].get("against", "-"), "unit": results[0].get("unit", ""),
                       "ours": spread([result["ours"] for result in results if "ours" in result], 1), "theirs": spread([each["theirs"] for each in comparisons if "theirs" in each], 1),
                       "ratio": spread([each["ratio"] for each in comparisons], 3), "wanted": measures.WANTED_RATIO.get(name),
                       "peak_rss_mib": [median([result.get("peak_rss_mib") for result in results], 0), None]}


def starts(runs):
    for measure, title in measures.STARTS.items():
        for results in by_name(runs, measure).values():
            yield {"work": title, "against": "-", "ours": spread([result["seconds"] for result in results], 2), "theirs": None, "unit": "s", "ratio": None,
                   "wanted": measures.WANTED_START, "peak_rss_mib": [median([result.get("peak_rss_mib") for result in results], 0), None]}


def by_name(runs, measure):
    found = {}
    for run in runs:
        if run["measure"] == measure and "result" in run:
            found.setdefault(run["result"].get("name", run["name"]), []).append(run["result"])
    return found


def table(comparison):
    """In Markdown; empty when there is nothing to compare."""
    if not comparison["summary"]:
        return []
    lines = ["## What is asked for", "",
             "| work | against | LongTail | the other | ratio | over all time | asked | GFLOP/s (of the roof) | the other's | peak MiB | the other's |", "|---|---|---|---|---|---|---|---|---|---|---|"]
    for row in comparison["summary"]:
        lines.append("| " + " | ".join([row["work"], row["against"], amount(row["ours"], row["unit"]), amount(row["theirs"], row["unit"]), range_of(row["ratio"], 2), range_of(row.get("overall"), 2), asked(row),
                                       *(arithmetic(row, side) for side in (0, 1)), *(str(row["peak_rss_mib"][side] or "-") for side in (0, 1))]) + " |")
    return [*lines, ""]


def amount(values, unit):
    return f"{range_of(values, 2 if unit == 's' else 0)} {unit}".strip() if values else "-"


def asked(row):
    """What is wanted, and whether the median reaches it: that of the median steps, and where it differs, that of all images over all time."""
    if row["wanted"] is None:
        return "-"
    if row["ratio"]:
        reached = row["ratio"]["median"] >= row["wanted"]
        overall = row["overall"]["median"] >= row["wanted"] if row.get("overall") else reached
        return f"at least {row['wanted']:g}: {answer(reached)}{'' if overall == reached else f', over all time {answer(overall)}'}"
    return f"under {row['wanted']:g} {row['unit']}: {answer(row['ours']['median'] < row['wanted'])}"


def answer(reached):
    return "yes" if reached else "no"


def arithmetic(row, side):
    achieved, share = (row.get(name, [None, None])[side] for name in ("gflops_per_second", "share_of_roof"))
    return "-" if achieved is None else f"{achieved:.0f}" + ("" if share is None else f" ({share:.0%})")
