"""The rival of `npm run bench -- curve`: SimCLR by lightly on PyTorch with an experiment's settings and images, its loss and kNN.

On the GPU where PyTorch finds one, views made by as many processes as there are cores but one.

Network and head as in pytorch_step.py, lightly's NTXentLoss, CosineWarmupScheduler and knn_predict, torchvision's transforms with the recipe's
numbers (lightly's SimCLRTransform blurs with PIL, whose kernel has no size). Reads the settings as JSON from standard input, writes a JSON line
{"step", "epoch", "loss"} for each step and {"epoch", "knn"} after each epoch. Needs torch, torchvision and lightly.
"""

import json
import os
import struct
import sys
from pathlib import Path

import numpy
import torch
from lightly.loss import NTXentLoss
from lightly.utils.benchmarking import knn_predict
from lightly.utils.scheduler import CosineWarmupScheduler
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from torchvision.transforms import functional

from pytorch_step import encoder, projection_head

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def read_shard(path: Path) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Images [n, H, W, 3] and labels [n] of a shard of stage ingest (safetensors)."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])

    def tensor(name: str, dtype: str) -> numpy.ndarray:
        begin, end = header[name]["data_offsets"]
        return numpy.frombuffer(data[8 + length + begin : 8 + length + end], dtype).reshape(header[name]["shape"])

    return tensor("images", "<u1"), tensor("labels", "<i4")


def read_split(folder: Path, split: str) -> tuple[numpy.ndarray, torch.Tensor]:
    shards = json.loads((folder / "manifest.json").read_text())["result"]["splits"][split]["shards"]
    parts = [read_shard(folder / name) for name in shards]
    return numpy.concatenate([images for images, _ in parts]), torch.from_numpy(
        numpy.concatenate([labels for _, labels in parts]).astype(numpy.int64)
    )


def views_of(recipe: dict) -> transforms.Compose:
    crop, jitter, blur, normalize = (
        recipe[key] for key in ("randomResizedCrop", "colorJitter", "gaussianBlur", "normalize")
    )
    amounts = [jitter["strength"] * jitter[key] for key in ("brightness", "contrast", "saturation", "hue")]
    return transforms.Compose(
        [
            transforms.RandomResizedCrop(crop["size"], tuple(crop["scale"]), tuple(crop["ratio"])),
            transforms.RandomHorizontalFlip(recipe["randomHorizontalFlip"]["p"]),
            transforms.RandomApply([transforms.ColorJitter(*amounts)], jitter["p"]),
            transforms.RandomGrayscale(recipe["randomGrayscale"]["p"]),
            transforms.RandomApply([transforms.GaussianBlur(blur["kernelSize"], tuple(blur["sigma"]))], blur["p"]),
            transforms.ToTensor(),
            transforms.Normalize(normalize["mean"], normalize["std"]),
        ]
    )


class Views(Dataset):
    def __init__(self, images: numpy.ndarray, recipe: dict) -> None:
        self.images = [functional.to_pil_image(image) for image in images]
        self.transform = views_of(recipe)

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        image = self.images[index]
        return self.transform(image), self.transform(image)


def features_of(network: nn.Module, images: numpy.ndarray, normalize: dict, batch: int) -> torch.Tensor:
    mean, std = (torch.tensor(normalize[key]).view(1, 3, 1, 1) for key in ("mean", "std"))
    network.eval()
    with torch.inference_mode():
        parts = [torch.from_numpy(images[at : at + batch]).permute(0, 3, 1, 2) for at in range(0, len(images), batch)]
        features = [
            network(((part.float() / 255 - mean) / std).to(DEVICE, memory_format=torch.channels_last)) for part in parts
        ]
    network.train()
    return nn.functional.normalize(torch.cat(features))


def knn_top1(network: nn.Module, train, test, settings: dict, recipe: dict) -> float:
    knn, batch = settings["knn"], settings["batchSize"]
    labels = train[1].to(DEVICE)
    bank = features_of(network, train[0], recipe["normalize"], batch).T.contiguous()
    queries = features_of(network, test[0], recipe["normalize"], batch)
    classes = int(train[1].max()) + 1
    hits = 0
    for at in range(0, len(queries), batch):
        ranked = knn_predict(queries[at : at + batch], bank, labels, classes, knn["k"], knn["temperature"])
        hits += int((ranked[:, 0].cpu() == test[1][at : at + batch]).sum())
    return 100 * hits / len(queries)


def say(**line: object) -> None:
    print(json.dumps(line), flush=True)


def main() -> None:
    request = json.load(sys.stdin)
    settings, recipe, seed = request["pretrain"], request["augmentation"], request["seed"]
    folder = Path(request["ingest"])
    torch.manual_seed(seed)
    train, test = read_split(folder, "train"), read_split(folder, "test")
    width = settings["encoder"]["width"]
    network = encoder(settings["encoder"]["name"], settings["encoder"]["stem"], width)
    network = network.to(DEVICE, memory_format=torch.channels_last)
    head = projection_head(int(512 * width)).to(DEVICE)
    rates = settings["optimizer"]
    optimizer = torch.optim.SGD(
        [*network.parameters(), *head.parameters()],
        lr=rates["lr"],
        momentum=rates["momentum"],
        weight_decay=rates["weightDecay"],
        fused=True,
    )
    loader = DataLoader(
        Views(train[0], recipe),
        settings["batchSize"],
        shuffle=True,
        drop_last=True,
        num_workers=max(1, (os.cpu_count() or 1) - 1),
        prefetch_factor=4,
        pin_memory=DEVICE == "cuda",
    )
    scheduler = CosineWarmupScheduler(optimizer, warmup_epochs=0, max_epochs=settings["epochs"] * len(loader))
    criterion = NTXentLoss(settings["method"]["temperature"])
    step = 0
    for epoch in range(1, settings["epochs"] + 1):
        for first, second in loader:
            views = torch.cat([first, second]).to(DEVICE, memory_format=torch.channels_last)
            loss = criterion(*head(network(views)).chunk(2))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            scheduler.step()
            step += 1
            say(step=step, epoch=epoch, loss=loss.item())
        say(epoch=epoch, knn=knn_top1(network, train, test, settings, recipe))


if __name__ == "__main__":
    main()
