"""torchvision's side of `npm run bench -- augmentation`: the SimCLR transform of 32x32 images on one thread.

The recipe of lightly's SimCLRTransform(32, cj_strength=0.5) with torchvision's own operations on PIL images, as its users run it.
Reads one request a line, {"views": n}, and answers {"views": n, "seconds": s}. Needs torch and torchvision.
"""

import json
import sys
import time

import torch
from torchvision import transforms
from torchvision.transforms import functional


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(1)
    transform = transforms.Compose(
        [
            transforms.RandomResizedCrop(32, scale=(0.08, 1.0)),
            transforms.RandomHorizontalFlip(0.5),
            transforms.RandomApply([transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)], 0.8),
            transforms.RandomGrayscale(0.2),
            transforms.RandomApply([transforms.GaussianBlur(3, (0.1, 2.0))], 0.5),
            transforms.ToTensor(),
            transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
        ]
    )
    images = [functional.to_pil_image(torch.randint(0, 256, (3, 32, 32), dtype=torch.uint8)) for _ in range(256)]
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        views = json.loads(line)["views"]
        started = time.perf_counter()
        for index in range(views):
            transform(images[index % len(images)])
        print(json.dumps({"views": views, "seconds": time.perf_counter() - started}), flush=True)


if __name__ == "__main__":
    main()
