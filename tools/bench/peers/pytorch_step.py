"""PyTorch's side of `npm run bench -- pretrain`: SimCLR steps of a ResNet, as fast as its users would have them.

channels_last, gradients set to None, SGD in one kernel, no loss read back within a round; autocast for bfloat16; with --compile the
network through inductor; on CUDA the views copied from pinned memory each step, as a data loader's are, cuDNN's benchmark and TF32.
Reads one request a line, {"steps": n}, and answers {"views": v, "seconds": s, "loss": l, "peakMiB": m}. Needs torch and torchvision.
"""

import argparse
import json
import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional
from torchvision.models import resnet

ARCHITECTURES = {"resnet18": (resnet.BasicBlock, [2, 2, 2, 2]), "resnet50": (resnet.Bottleneck, [3, 4, 6, 3])}


def encoder(name: str, stem: str, width: float) -> nn.Module:
    base = int(64 * width)
    block, layers = ARCHITECTURES[name]
    model = resnet.ResNet(block, layers)
    if base != 64:
        model.inplanes = base
        for stage, blocks in enumerate(layers):
            layer = model._make_layer(block, base * 2**stage, blocks, stride=1 if stage == 0 else 2)
            setattr(model, f"layer{stage + 1}", layer)
        model.conv1 = nn.Conv2d(3, base, 7, stride=2, padding=3, bias=False)
        model.bn1 = nn.BatchNorm2d(base)
    if stem == "cifar":
        model.conv1 = nn.Conv2d(3, base, 3, padding=1, bias=False)
        model.maxpool = nn.Identity()
    model.fc = nn.Identity()
    return model


def projection_head(features: int) -> nn.Module:
    """lightly's SimCLRProjectionHead."""
    return nn.Sequential(
        nn.Linear(features, features, bias=False),
        nn.BatchNorm1d(features),
        nn.ReLU(),
        nn.Linear(features, 128, bias=False),
        nn.BatchNorm1d(128),
    )


def nt_xent(z0: torch.Tensor, z1: torch.Tensor, temperature: float) -> torch.Tensor:
    z = functional.normalize(torch.cat([z0, z1]))
    logits = (z @ z.T / temperature).fill_diagonal_(float("-inf"))
    return functional.cross_entropy(logits, torch.arange(len(z), device=z.device).roll(len(z0)))


def peak_mebibytes() -> float:
    """Of resident memory: VmHWM, since ru_maxrss begins with that of the parent."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--width", type=float, required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], required=True)
    parser.add_argument("--encoder", choices=list(ARCHITECTURES), required=True)
    parser.add_argument("--stem", choices=["cifar", "imagenet"], required=True)
    parser.add_argument("--device", choices=["cpu", "cuda"], required=True)
    parser.add_argument("--compile", action="store_true")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    device, batch, size = options.device, options.batch, options.size
    if device == "cuda" and not torch.cuda.is_available():
        sys.exit("PyTorch finds no GPU: check nvidia-smi, and that torch is not a build for CPUs")
    torch.manual_seed(1)
    torch.backends.cudnn.benchmark = True
    torch.set_float32_matmul_precision("high" if device == "cuda" else "highest")
    features = int(512 * options.width) * ARCHITECTURES[options.encoder][0].expansion
    model = nn.Sequential(encoder(options.encoder, options.stem, options.width), projection_head(features))
    model = model.to(device, memory_format=torch.channels_last)
    network = torch.compile(model) if options.compile else model
    optimizer = torch.optim.SGD(model.parameters(), lr=0.06, momentum=0.9, weight_decay=5e-4, fused=True)
    views = [torch.randn(batch, 3, size, size).to(memory_format=torch.channels_last) for _ in range(2)]
    if device == "cuda":
        views = [view.pin_memory() for view in views]

    def step() -> torch.Tensor:
        x0, x1 = (view.to(device, non_blocking=True) for view in views)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device, torch.bfloat16, enabled=options.precision == "bfloat16"):
            z0, z1 = network(x0), network(x1)
        loss = nt_xent(z0.float(), z1.float(), 0.5)
        loss.backward()
        optimizer.step()
        return loss.detach()

    hello = {
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "pid": os.getpid(),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
    }
    print(json.dumps(hello), flush=True)
    for line in sys.stdin:
        steps = json.loads(line)["steps"]
        started = time.perf_counter()
        loss = torch.tensor(0.0)
        for _ in range(steps):
            loss = step()
        # Waits for the GPU, too.
        value = loss.item()
        seconds = time.perf_counter() - started
        answer = {"views": 2 * batch * steps, "seconds": seconds, "loss": value, "peakMiB": peak_mebibytes()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
