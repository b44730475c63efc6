"""PyTorch's side of `npm run bench -- pretrain`: SimCLR steps of ResNet-18 (CIFAR stem), channels_last, in fp32 or autocast bf16.

Reads one request a line, {"steps": n}, and answers {"views": v, "seconds": s, "loss": l}. Needs torch and torchvision.
"""

import json
import sys
import time

import torch
import torchvision
from torch import nn
from torch.nn import functional


def encoder(width: float) -> nn.Module:
    base = int(64 * width)
    model = torchvision.models.ResNet(torchvision.models.resnet.BasicBlock, [2, 2, 2, 2])
    if base != 64:
        model.inplanes = base
        for stage in range(4):
            layer = model._make_layer(torchvision.models.resnet.BasicBlock, base * 2**stage, 2, stride=1 if stage == 0 else 2)
            setattr(model, f"layer{stage + 1}", layer)
        model.bn1 = nn.BatchNorm2d(base)
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
    return functional.cross_entropy(logits, torch.arange(len(z)).roll(len(z0)))


def main() -> None:
    batch, width, bfloat16 = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "bfloat16"
    torch.manual_seed(1)
    model = nn.Sequential(encoder(width), projection_head(int(512 * width))).to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.06, momentum=0.9, weight_decay=5e-4)
    views = [torch.randn(batch, 3, 32, 32).to(memory_format=torch.channels_last) for _ in range(2)]

    def step() -> float:
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            z0, z1 = model(views[0]), model(views[1])
        loss = nt_xent(z0.float(), z1.float(), 0.5)
        loss.backward()
        optimizer.step()
        return loss.item()

    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        steps = json.loads(line)["steps"]
        started = time.perf_counter()
        loss = 0.0
        for _ in range(steps):
            loss = step()
        seconds = time.perf_counter() - started
        print(json.dumps({"views": 2 * batch * steps, "seconds": seconds, "loss": loss}), flush=True)


if __name__ == "__main__":
    main()
