#!/usr/bin/env python3
"""Where an NVIDIA device spends a training step: the peer's ResNet-32 with channels last, batch 128 of noise, in TF32 and by autocast in bf16.

  peer_profile.py

Prints, for each of the two, the device's time per step and its longest kernels, by PyTorch's profiler. Needs PyTorch with CUDA.
"""
import torch
from torch.profiler import ProfilerActivity, profile

from peer_train import CLASSES, ResNet32

STEPS, SHOWN = 5, 14


def main():
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    for kind in ("tf32", "bf16"):
        network = ResNet32().cuda().train().to(memory_format=torch.channels_last)
        images = torch.randn(128, 3, 32, 32, device="cuda").to(memory_format=torch.channels_last)
        labels = torch.randint(0, CLASSES, (128,), device="cuda")
        optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)

        def step():
            with torch.autocast("cuda", torch.bfloat16, enabled=kind == "bf16"):
                loss = torch.nn.functional.cross_entropy(network(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

        for _ in range(STEPS):
            step()
        torch.cuda.synchronize()
        with profile(activities=[ProfilerActivity.CUDA]) as watched:
            for _ in range(STEPS):
                step()
            torch.cuda.synchronize()
        report(kind, watched.key_averages())


def report(kind, events):
    rows = sorted(events, key=lambda event: -event.self_device_time_total)
    print(f"{kind}: {sum(row.self_device_time_total for row in rows) / STEPS:.0f} us of the device per step")
    for row in rows[:SHOWN]:
        print(f"  {row.self_device_time_total / STEPS:6.1f} us {row.count / STEPS:5.1f} x {row.key[:110]}")


if __name__ == "__main__":
    main()
