"""JSON with every float at 17 significant digits, so that a double survives the round trip in any language."""
import json
import re


def write(path, value):
    text = json.dumps(_mark(value), indent=1)
    text = re.sub(r'"@([^"]+)@"', r"\1", text)
    # Innermost lists of numbers go on one line.
    text = re.sub(r"\[[^\[\]{}\"]*\]", lambda found: re.sub(r"\s+", " ", found.group()).replace("[ ", "[").replace(" ]", "]"), text)
    json.loads(text)
    with open(path, "w") as file:
        file.write(text + "\n")


def _mark(value):
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueError(f"{value} has no place in JSON.")
        return f"@{value:.17g}@"
    if isinstance(value, dict):
        return {key: _mark(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mark(each) for each in value]
    return value
