"""What is timed: the rows of the table."""
import dataclasses

PRECISIONS = ("fp32", "bf16")


@dataclasses.dataclass(frozen=True)
class Measure:
    """One kind of work that LongTail and its peers both do."""
    title: str
    arguments: tuple      # for a peer, and with "train" or "eval" before them for ours
    command: str          # of our benchmarks
    precisions: tuple     # that ours is timed in; the last one is what peers are compared with
    wanted: float         # how much faster than a peer ours has to be


RATES = {
    "ce": Measure("Training with cross-entropy (CE)", ("--method", "ce"), "train", ("fp32",), 1.5),
    "bkd": Measure("Training with balanced distillation (BKD), teacher included", ("--method", "bkd"), "train", PRECISIONS, 2.5),
    "eval": Measure("Evaluation", ("--mode", "eval"), "eval", PRECISIONS, 3.0),
}
STARTS = {"start": "Start to first step, embedded images", "start-cifar": "Start to first step, CIFAR-10-LT"}
FIRST_STEP = "first step after"          # the line that longtail train prints
WANTED_START = 2.0                       # seconds
ALSO = "also"                            # what else was asked for
SWEEP = "sweep"                          # sweep.py, which compares by itself
SWEEP_NAME = "temperature sweep"
WANTED_RATIO = {SWEEP_NAME: 1.5}
OURS = "LongTail"


def ours(precision):
    """The name of our program in a precision."""
    return f"{OURS} {precision}"


def is_ours(name):
    return name.startswith(OURS + " ")
