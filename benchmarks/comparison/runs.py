"""One run of one program, with an eye on everything else that runs meanwhile."""
import json
import os
import re
import resource
import signal
import subprocess
import time

from comparison import machine

QUIET = 0.1   # cores: below this, others do not matter
REAPING = 2   # seconds that helper processes get to end after their program


def take(command, wait, time_limit):
    """Runs the command when the machine is quiet; its JSON line, or an error, and what else the machine did meanwhile."""
    machine.adopt_orphans()
    before = machine.wait_until_quiet(wait, QUIET)
    busy, own, begin = machine.busy_seconds(), children_seconds(), time.monotonic()
    outcome = outcome_of(command, time_limit)
    reap_orphans()
    seconds = time.monotonic() - begin
    others = None if busy is None else (machine.busy_seconds() - busy - (children_seconds() - own)) / seconds
    return {
        "disturbed": before is not None and (before > QUIET or others > QUIET),
        "busy_cores_before": rounded(before),
        "others_cores_during": rounded(others),
        "seconds": round(seconds, 1),
        **outcome,
    }


def outcome_of(command, time_limit):
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   errors="replace", start_new_session=True)
    except OSError as fault:
        return {"error": without_paths(str(fault))}
    try:
        out, errors = process.communicate(timeout=time_limit)
    except BaseException as stop:   # an interrupted comparison leaves nothing running either
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(stop, subprocess.TimeoutExpired):
            return {"error": f"took longer than {time_limit:g} s"}
        raise
    if process.returncode != 0:
        said = (errors.strip() or out.strip() or "nothing").splitlines()[-1]
        return {"error": without_paths(f"ended with {process.returncode}: {said}")}
    return result_in(out)


def result_in(out):
    """The last line that is a JSON object with the rates."""
    for line in reversed(out.splitlines()):
        if line.startswith("{"):
            try:
                result = json.loads(line)
                if all(isinstance(result[name], (int, float)) for name in ("images_per_second", "images_per_second_overall")):
                    return {"result": result}
            except (ValueError, KeyError):
                pass
    return {"error": "printed no line of JSON with images_per_second and images_per_second_overall"}


def reap_orphans():
    end = time.monotonic() + REAPING
    while time.monotonic() < end:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.02)
        except ChildProcessError:
            return


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rounded(cores):
    return None if cores is None else round(max(cores, 0), 2)


def without_paths(text):
    """Absolute paths cut to their last part: a report is for everyone, and other machines have other folders."""
    return re.sub(r"(?<![\w.])/(?:[^\s/'\":=]+/)*([^\s/'\":=]+)/?", r"\1", text)
