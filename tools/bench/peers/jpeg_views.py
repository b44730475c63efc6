"""The rival of `npm run bench -- jpeg`: views of 224x224 from JPEGs on one thread, as torchvision's users make them.

PIL decodes the whole image, RandomResizedCrop and RandomHorizontalFlip of torchvision make the views; with "simclr" lightly's
SimCLRTransform makes two. Called with a folder of JPEGs, which it holds in memory; answers {"views": n, "seconds": s} to each
line {"views": n, "together": views an image, "simclr": whether}. Needs torch, torchvision and lightly.
"""

import importlib.metadata
import io
import json
import pathlib
import sys
import time

import torch
from lightly.transforms import SimCLRTransform
from PIL import Image
from torchvision import transforms


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(1)
    files = [file.read_bytes() for file in sorted(pathlib.Path(sys.argv[1]).iterdir())]
    transform = transforms.Compose([transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip()])
    simclr = SimCLRTransform(input_size=224)
    versions = {name: importlib.metadata.version(name) for name in ("torch", "torchvision", "pillow", "lightly")}
    print(json.dumps({**versions, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        views, together = request["views"], request["together"]
        started = time.perf_counter()
        for index in range(views // together):
            image = Image.open(io.BytesIO(files[index % len(files)])).convert("RGB")
            if request["simclr"]:
                simclr(image)
            else:
                for _ in range(together):
                    transform(image)
        print(json.dumps({"views": views, "seconds": time.perf_counter() - started}), flush=True)


if __name__ == "__main__":
    main()
