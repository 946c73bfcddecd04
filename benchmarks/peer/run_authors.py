#!/usr/bin/env python3
"""Times the published code of balanced distillation, as it is, on a processor: a peer for compare.py.

  benchmarks/compare.py --data cifar-10-batches-bin --peer "authors=python3 benchmarks/peer/run_authors.py BalancedKnowledgeDistillation cifar-10-batches-bin"

The first argument is a clone of github.com/EricZsy/BalancedKnowledgeDistillation, none of which is in this repository. Its own train and validate functions, networks,
losses and cut run; this file only makes `.cuda` do nothing, gives the modules that it imports for logging and drawing an empty stand-in where they are not
installed, reads CIFAR-10's binary files into its data set, and puts a clock around the loader: a step lasts from one batch's end to the next one's.
Needs PyTorch, torchvision and numpy.
"""
import argparse
import builtins
import importlib.machinery
import json
import multiprocessing
import os
import resource
import statistics
import sys
import time
import types

STAND_INS = ("tensorboardX", "sklearn", "sklearn.metrics", "sklearn.utils", "sklearn.utils.multiclass", "matplotlib", "matplotlib.pyplot")
CLASSES, RATIO = 10, 0.01
ROW, PIXELS = 3073, (3, 32, 32)
BATCH, TEST_BATCH = 128, 100           # theirs
MEAN, DEVIATION = (0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)


def main():
    arguments = parse_arguments()
    sys.argv = sys.argv[:1]            # their modules parse arguments when they are imported
    multiprocessing.set_start_method("fork")
    import numpy as np
    import torch
    torch.set_num_threads(arguments.threads)
    stay_on_the_processor(torch)
    theirs = imported(arguments.code)
    data = images(theirs, np, arguments)
    training = arguments.mode == "train"
    loader = Clock(torch.utils.data.DataLoader(data, batch_size=BATCH if training else TEST_BATCH, shuffle=training, num_workers=arguments.workers), arguments)
    print_nothing = builtins.print
    builtins.print = lambda *_, **__: None
    try:
        run(theirs, np, torch, data, loader, arguments)
    except Clock.Done:
        pass
    builtins.print = print_nothing
    print(json.dumps(loader.report(torch)))


def parse_arguments():
    parser = argparse.ArgumentParser(description="Times the published code of balanced distillation; see the top of the file.")
    parser.add_argument("code", type=os.path.abspath, help="clone of the published code")
    parser.add_argument("data", type=os.path.abspath, help="folder with CIFAR-10's binary files")
    parser.add_argument("--mode", choices=("train", "eval"), default="train")
    parser.add_argument("--method", choices=("ce", "bkd"), default="ce")
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--warmup", type=int, default=10)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--workers", type=int, default=4, help="loader processes (4, as published)")
    return parser.parse_args()


def stay_on_the_processor(torch):
    torch.Tensor.cuda = torch.nn.Module.cuda = lambda self, *_, **__: self
    torch.cuda.FloatTensor = torch.FloatTensor


def imported(code):
    """Their modules. What stood in for others is gone afterwards: torchvision and torch ask for some of the same names."""
    os.chdir(code)                     # they make folders and read files where they are
    sys.path.insert(0, code)
    absent = [name for name in STAND_INS if not present(name)]
    for name in absent:
        module = sys.modules[name] = types.ModuleType(name)
        module.__spec__ = importlib.machinery.ModuleSpec(name, None)
        module.__getattr__ = stand_in
        parent, _, child = name.rpartition(".")
        if parent in absent:
            setattr(sys.modules[parent], child, module)
    import imbalance_cifar
    import losses
    import models
    import train_student
    import train_teacher
    for name in absent:
        sys.modules.pop(name, None)
    return types.SimpleNamespace(imbalance_cifar=imbalance_cifar, losses=losses, models=models, train_student=train_student, train_teacher=train_teacher)


def stand_in(attribute):
    """Whatever is asked of a module that is not there: something to call, or to ask for a colour map."""
    if attribute.startswith("__"):
        raise AttributeError(attribute)
    answer = lambda *_, **__: None
    answer.Blues = None
    return answer


def present(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False


def images(theirs, np, arguments):
    """Their data set without its download: cut by their code for training, whole for evaluation."""
    import torchvision
    import torchvision.transforms as transforms
    training = arguments.mode == "train"
    kind = theirs.imbalance_cifar.IMBALANCECIFAR10 if training else torchvision.datasets.CIFAR10
    data = kind.__new__(kind)
    names = [f"data_batch_{i}.bin" for i in range(1, 6)] if training else ["test_batch.bin"]
    rows = np.concatenate([np.fromfile(os.path.join(arguments.data, name), dtype=np.uint8) for name in names]).reshape(-1, ROW)
    data.data, data.targets = np.ascontiguousarray(rows[:, 1:].reshape(-1, *PIXELS).transpose(0, 2, 3, 1)), rows[:, 0].tolist()
    changes = [transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip()] if training else []
    data.transform, data.target_transform = transforms.Compose([*changes, transforms.ToTensor(), transforms.Normalize(MEAN, DEVIATION)]), None
    if training:
        np.random.seed(0)
        data.gen_imbalanced_data(data.get_img_num_per_cls(CLASSES, "exp", RATIO))
    return data


def run(theirs, np, torch, data, loader, arguments):
    """One of their functions, until the clock has enough."""
    settings = types.SimpleNamespace(gpu=None, alpha=1.0, T=2.0, loss_type=arguments.method.upper(), print_freq=10, dataset="cifar10", num_classes=CLASSES, root_log="", store_name="")
    network = theirs.models.resnet32(num_classes=CLASSES, use_norm=False)
    silent = types.SimpleNamespace(write=lambda *_: None, flush=lambda: None, add_scalar=lambda *_: None)
    cross_entropy = torch.nn.CrossEntropyLoss()
    if arguments.mode == "eval":
        theirs.train_teacher.validate(loader, network, cross_entropy, 0, settings, silent, silent)
        return
    optimizer = torch.optim.SGD(network.parameters(), 0.1, momentum=0.9, weight_decay=2e-4)
    if arguments.method == "ce":
        theirs.train_teacher.train(loader, network, cross_entropy, optimizer, 0, settings, silent, silent)
        return
    counts = np.array(data.get_cls_num_list())
    weights = (1 - 0.9999) / (1 - np.power(0.9999, counts))
    loss = theirs.losses.BKDLoss(cls_num_list=list(counts), T=2.0, weight=torch.FloatTensor(weights / weights.sum() * CLASSES))
    theirs.train_student.train(loader, theirs.models.resnet32(num_classes=CLASSES, use_norm=False), network, loss, optimizer, 0, settings, silent, silent)


class Clock:
    """A loader that never ends by itself and knows when each of its batches was done with."""

    class Done(Exception):
        """As many steps as were asked for."""

    def __init__(self, loader, arguments):
        self.loader, self.arguments, self.ends, self.begin = loader, arguments, [], time.perf_counter()

    def __len__(self):
        return len(self.loader)

    def __iter__(self):
        while True:
            for batch in self.loader:
                if len(self.ends) == self.arguments.warmup + self.arguments.steps:
                    raise Clock.Done
                yield batch
                self.ends.append((time.perf_counter(), len(batch[1])))

    def report(self, torch):
        import torchvision
        starts = [self.begin, *(end for end, _ in self.ends)]
        steps = [(end - start, count) for start, (end, count) in zip(starts, self.ends)][self.arguments.warmup:]
        return {
            "program": "authors", "torch": torch.__version__, "torchvision": torchvision.__version__, "threads": torch.get_num_threads(),
            "images_per_second": round(statistics.median(count / seconds for seconds, count in steps), 1),
            "images_per_second_overall": round(sum(count for _, count in steps) / sum(seconds for seconds, _ in steps), 1),
            "peak_rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        }


if __name__ == "__main__":
    main()
