"""The rivals of `npm run bench -- augmentation`: SimCLR views of 32x32 images on one thread.

lightly's SimCLRTransform on PIL images, as its users run it, and the same recipe in kornia on batches of 256 with parameters
of each sample. Answers {"views": n, "seconds": s} to each line {"rival": "lightly" or "kornia", "views": n}. Needs torch and
lightly; the versions in the first line have no kornia where it is not installed.
"""

import importlib.metadata
import importlib.util
import json
import sys
import time

import torch
from lightly.transforms import SimCLRTransform
from torchvision.transforms import functional

BATCH = 256
VIEWS_A_CALL = 2


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(1)
    pixels = torch.randint(0, 256, (BATCH, 3, 32, 32), dtype=torch.uint8)
    rivals = {"lightly": lightly_views(pixels)}
    if importlib.util.find_spec("kornia") is not None:
        rivals["kornia"] = kornia_views(pixels)
    versions = {name: importlib.metadata.version(name) for name in ("torch", "torchvision", *rivals)}
    print(json.dumps({**versions, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        views = request["views"]
        started = time.perf_counter()
        with torch.inference_mode():
            rivals[request["rival"]](views)
        print(json.dumps({"views": views, "seconds": time.perf_counter() - started}), flush=True)


def lightly_views(pixels: torch.Tensor):
    transform = SimCLRTransform(input_size=32, cj_strength=0.5)
    images = [functional.to_pil_image(image) for image in pixels]

    def run(views: int) -> None:
        for index in range(views // VIEWS_A_CALL):
            transform(images[index % len(images)])

    return run


def kornia_views(pixels: torch.Tensor):
    from kornia import augmentation

    transform = augmentation.AugmentationSequential(
        # A tenth faster than its default, which crops image by image.
        augmentation.RandomResizedCrop((32, 32), scale=(0.08, 1.0), ratio=(3 / 4, 4 / 3), cropping_mode="resample"),
        augmentation.RandomHorizontalFlip(0.5),
        augmentation.ColorJitter(0.4, 0.4, 0.4, 0.1, p=0.8),
        augmentation.RandomGrayscale(p=0.2),
        augmentation.RandomGaussianBlur((3, 3), (0.1, 2.0), p=0.5),
        augmentation.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
        data_keys=["input"],
    )

    def run(views: int) -> None:
        for _ in range(views // BATCH):
            transform(pixels.float().div_(255))

    return run


if __name__ == "__main__":
    main()
