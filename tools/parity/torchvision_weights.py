#!/usr/bin/env python3
"""Writes the weights of a torchvision ResNet as safetensors, for `pretrain.init`, and prints the file's sha256.

    python tools/parity/torchvision_weights.py resnet18 resnet18.safetensors                  # pre-trained on ImageNet
    python tools/parity/torchvision_weights.py resnet18 resnet18.safetensors --weights none   # drawn, by --seed

Needs torch, torchvision and safetensors.
"""

import argparse
import hashlib

import torch
import torchvision
from safetensors.torch import save_file


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=["resnet18", "resnet34", "resnet50"])
    parser.add_argument("out")
    parser.add_argument("--weights", default="DEFAULT", help="of torchvision, or none")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    weights = None if args.weights == "none" else args.weights
    model = getattr(torchvision.models, args.name)(weights=weights)
    if weights is None:  # else all of them are 0 and 1, which shows no mistake
        for key, buffer in model.named_buffers():
            if key.endswith("running_mean"):
                buffer.normal_(0, 0.1)
            elif key.endswith("running_var"):
                buffer.uniform_(0.5, 1.5)
    tensors = {k: v.contiguous() for k, v in model.state_dict().items()}
    save_file(tensors, args.out)
    with open(args.out, "rb") as file:
        print(f"init: {{ file: '{args.out}', sha256: '{hashlib.sha256(file.read()).hexdigest()}' }}")


if __name__ == "__main__":
    main()
