#!/usr/bin/env python3
"""Small files as torch.save writes them, right and wrong, and what is in them.

  torch_files.py [FOLDER]      default: the folder "torch" beside this script

Writes *.pth and expected.json: for each file that can be read, its tensors by name with dtype, shape and numbers. The file "evil.pth"
calls os.system when Python unpickles it: do not open it with pickle, or with torch.load without weights_only.
"""
import collections
import io
import os
import sys
import zipfile

import numpy
import torch
from torch import nn

import golden_json

# What PyTorch 2.1 and later put beside data.pkl; the installed version may be older.
LATER = {"byteorder": b"little", ".format_version": b"1", ".storage_alignment": b"64", ".data/serialization_id": b"0" * 40}


class Evil:
    def __reduce__(self):
        return os.system, ("touch PWNED",)


def network():
    torch.manual_seed(1)
    layers = collections.OrderedDict(conv=nn.Conv2d(2, 3, 3, bias=False), bn=nn.BatchNorm2d(3), flat=nn.Flatten(), fc=nn.Linear(12, 2))
    return nn.Sequential(layers)


def checkpoint():
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9, nesterov=True)
    model(torch.randn(4, 2, 4, 4)).sum().backward()
    optimizer.step()
    return model, {
        "epoch": 3, "best": 0.5, "arch": "toy", "flag": True, "none": None, "big": 2 ** 40, "negative": -7, "list": [1, 2.5, "x", (1,)],
        "state_dict": collections.OrderedDict(("module." + name, tensor) for name, tensor in model.state_dict().items()),
        "optimizer": optimizer.state_dict(),
    }


def views():
    t = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    w = torch.arange(2 * 3 * 2 * 2, dtype=torch.float32).reshape(2, 3, 2, 2)
    return {
        "plain": t, "transposed": t.t(), "sliced": t[1:3, 2:5], "stepped": t[:, ::2], "expanded": t[:, :1].expand(4, 5), "tied": t, "last": t[3, 5],
        "channels_last": w.to(memory_format=torch.channels_last),
        "half": t.half(), "brain": t.bfloat16(), "double": t.double(), "int64": torch.arange(5) - 2, "int32": torch.arange(5, dtype=torch.int32),
        "int16": torch.arange(5, dtype=torch.int16), "int8": torch.arange(5, dtype=torch.int8) - 2, "uint8": torch.arange(5, dtype=torch.uint8) + 250,
        "bool": torch.tensor([True, False, True]), "parameter": nn.Parameter(t), "scalar": torch.tensor(3.5), "empty": torch.empty(0, 3),
    }


def rewritten(data, change=None, add=None, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), change(name, old.read(name)) if change else old.read(name), compression)
        root = old.namelist()[0].split("/")[0]
        for name, content in (add or {}).items():
            new.writestr(zipfile.ZipInfo(f"{root}/{name}", (1980, 1, 1, 0, 0, 0)), content, compression)
    return out.getvalue()


def saved(value, **options):
    out = io.BytesIO()
    torch.save(value, out, **options)
    return out.getvalue()


def described(tensors):
    return {name: {"dtype": str(t.dtype).removeprefix("torch."), "shape": list(t.shape), "values": t.detach().double().flatten().tolist()} for name, t in tensors.items()}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    model, whole = checkpoint()
    plain = model.state_dict()
    data = saved(plain)
    script = io.BytesIO()
    torch.jit.save(torch.jit.script(nn.Linear(2, 1)), script)
    arrays = io.BytesIO()
    numpy.savez(arrays, a=numpy.ones(2))
    files = {
        "plain": data, "protocol4": saved(plain, pickle_protocol=4), "later": rewritten(data, add=LATER),
        "checkpoint": saved(whole), "model": saved({"model": plain, "epoch": 3}), "model_state_dict": saved({"model_state_dict": plain, "args": ["a"]}),
        "nested": saved({"state_dict_best": {"feat_model": {"a": torch.ones(2)}, "classifier": {"b": torch.zeros(1)}}}),
        "views": saved(views()), "nan": saved({"fine": torch.ones(2), "bad": torch.tensor([1, float("nan")])}),
        "evil": saved({"x": Evil()}), "evil_beside": saved({"state_dict": plain, "args": Evil()}), "whole_module": saved(nn.Linear(2, 1)),
        "script": script.getvalue(), "legacy": saved(plain, _use_new_zipfile_serialization=False), "arrays": arrays.getvalue(),
        "deflated": rewritten(data, compression=zipfile.ZIP_DEFLATED), "big_endian": rewritten(data, add={"byteorder": b"big"}),
        "no_tensors": saved({"epoch": 3, "net": {"a": 1}}), "bare_tensor": saved(torch.ones(2)), "list": saved([torch.ones(2)]), "odd_keys": saved({1: torch.ones(2)}),
        "two_wrappers": saved({"model": plain, "state_dict": plain}), "sparse": saved({"a": torch.ones(2, 2).to_sparse()}), "complex": saved({"a": torch.ones(2, dtype=torch.complex64)}),
    }
    for name, content in files.items():
        with open(os.path.join(folder, name + ".pth"), "wb") as file:
            file.write(content)
    golden_json.write(os.path.join(folder, "expected.json"), {
        "made_by": "torch_files.py", "torch": torch.__version__,
        **{name: described(plain) for name in ("plain", "protocol4", "later", "checkpoint", "model", "model_state_dict")},
        "nested": described({"state_dict_best.feat_model.a": torch.ones(2), "state_dict_best.classifier.b": torch.zeros(1)}),
        "views": described(views()),
    })


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch"))
