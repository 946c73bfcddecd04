"""What a number was measured on, and whether the machine was quiet."""
import ctypes
import datetime
import os
import platform
import subprocess
import time

BUSY_FIELDS = (0, 1, 2, 5, 6, 7)   # of /proc/stat: user, nice, system, irq, softirq, steal; not idle and not waiting for disks
SPEED_VARIABLES = ("OMP_", "GOMP_", "KMP_", "MKL_", "DNNL_", "ONEDNN_", "ATEN_", "TORCH_", "MALLOC_", "GLIBC_TUNABLES", "LD_PRELOAD",
                   "DOTNET_TieredCompilation", "DOTNET_TieredPGO", "DOTNET_gc", "LONGTAIL_")


def utc_now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def commit(folder):
    """The commit of the repository, with "+" when files differ from it."""
    head = git(folder, "rev-parse", "HEAD")
    return head and head + ("+" if git(folder, "status", "--porcelain") else "")


def git(folder, *arguments):
    done = subprocess.run(["git", "-C", str(folder), *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def describe():
    return {
        "cpu": cpu_model() or platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": memory_gib(),
        "system": f"{system_name()}, {' '.join(platform.libc_ver()).strip() or 'libc unknown'}",
    }


def system_name():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (AttributeError, OSError, KeyError):   # before Python 3.10, or not Linux
        return platform.system()


def cpu_model():
    """Name, family and model: a virtual machine often tells no more than the maker's name."""
    if not os.path.exists("/proc/cpuinfo"):
        return None
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        facts = dict((part.strip() for part in line.split(":", 1)) for line in lines if ":" in line)
    name = facts.get("model name")
    return name and f"{name} (family {facts.get('cpu family')}, model {facts.get('model')})"


def memory_gib():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2 ** 30, 1) if hasattr(os, "sysconf") else None


def environment():
    """Variables that can change the speed of a program, as they are set."""
    return {name: value for name, value in sorted(os.environ.items()) if name.startswith(SPEED_VARIABLES)}


def busy_seconds():
    """CPU seconds of all programs since the system started; None where the system does not say."""
    if not os.path.exists("/proc/stat"):
        return None
    with open("/proc/stat", encoding="ascii") as stat:
        fields = stat.readline().split()[1:]
    return sum(int(fields[i]) for i in BUSY_FIELDS) / os.sysconf("SC_CLK_TCK")


def busy_cores(seconds=1.0):
    """How many cores are busy, watched for a while."""
    before, begin = busy_seconds(), time.monotonic()
    time.sleep(seconds)
    return None if before is None else (busy_seconds() - before) / (time.monotonic() - begin)


def wait_until_quiet(limit, quiet):
    """Waits until at most so many cores are busy, or the limit is over; what was seen last."""
    end = time.monotonic() + limit
    while True:
        busy = busy_cores()
        if busy is None or busy <= quiet or time.monotonic() >= end:
            return busy


def peak_mebibytes(process):
    """The most memory a running process has held; None where the system does not say."""
    try:
        with open(f"/proc/{process}/status", encoding="ascii") as status:
            return next(round(int(line.split()[1]) / 1024, 1) for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return None


def adopt_orphans():
    """Makes processes that lose their parent ours, so that their CPU time counts as that of the program which started them."""
    if platform.system() == "Linux":
        set_child_subreaper = 36
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)
