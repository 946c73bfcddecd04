"""One run of one program, with an eye on everything else that runs meanwhile."""
import json
import os
import re
import resource
import signal
import subprocess
import threading
import time

from comparison import machine

QUIET = 0.1   # cores: below this, others do not matter
REAPING = 2   # seconds that helper processes get to end after their program


def take(command, wait, time_limit, outcome_of=None):
    """Runs the command when the machine is quiet; what came of it, or an error, and what else the machine did meanwhile."""
    machine.adopt_orphans()
    before = machine.wait_until_quiet(wait, QUIET)
    busy, own, begin = machine.busy_seconds(), children_seconds(), time.monotonic()
    outcome = (outcome_of or rates_of)(command, time_limit)
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


def rates_of(command, time_limit):
    """Images per second, from the last line of JSON."""
    return json_of(command, time_limit, ("images_per_second", "images_per_second_overall"))


def json_of(command, time_limit, numbers):
    """The last line of JSON that has these numbers."""
    try:
        process = start(command, subprocess.PIPE)
    except OSError as fault:
        return {"error": without_paths(str(fault))}
    try:
        out, errors = process.communicate(timeout=time_limit)
    except BaseException as stop:   # an interrupted comparison leaves nothing running either
        end(process)
        process.communicate()
        if isinstance(stop, subprocess.TimeoutExpired):
            return {"error": f"took longer than {time_limit:g} s"}
        raise
    if process.returncode != 0:
        said = (errors.strip() or out.strip() or "nothing").splitlines()[-1]
        return {"error": without_paths(f"ended with {process.returncode}: {said}")}
    return result_in(out, numbers)


def seconds_until(command, time_limit, said):
    """Seconds from the start of the program to the line in which it says something. It is ended then."""
    begin = time.monotonic()
    try:
        process = start(command, subprocess.DEVNULL)
    except OSError as fault:
        return {"error": without_paths(str(fault))}
    alarm = threading.Timer(time_limit, end, [process])
    alarm.start()
    try:
        for line in process.stdout:
            if said in line:
                return {"result": {"seconds": round(time.monotonic() - begin, 3), "peak_rss_mib": machine.peak_mebibytes(process.pid)}}
        return {"error": f"never said {said!r}"}
    finally:
        alarm.cancel()
        end(process)
        process.stdout.close()
        process.wait()


def start(command, errors):
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True, errors="replace", start_new_session=True)


def end(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def result_in(out, numbers):
    """The last line that is a JSON object with these numbers."""
    for line in reversed(out.splitlines()):
        if line.startswith("{"):
            try:
                result = json.loads(line)
                if all(isinstance(result[name], (int, float)) for name in numbers):
                    return {"result": result}
            except (ValueError, KeyError):
                pass
    return {"error": f"printed no line of JSON with {' and '.join(numbers)}"}


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
