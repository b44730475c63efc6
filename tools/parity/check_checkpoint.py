#!/usr/bin/env python3
"""Opens an encoder of ours in PyTorch and compares its features.

    node -r @amcl/register tools/parity-runner/src/features.ts --encoder encoder.safetensors --out features.safetensors
    python tools/parity/check_checkpoint.py encoder.safetensors features.safetensors --name resnet18 --stem cifar

An ImageNet-stem encoder goes into torchvision's model, with strict=True but for `fc`; a CIFAR-stem ResNet-18 of full width into
lightly's and timm's, strictly, too. Prints the worst difference of each and exits with 1 above the tolerance.
Needs torch, torchvision, lightly, timm and safetensors.
"""

import argparse
import os
import re
import sys

os.environ.setdefault("LIGHTLY_DID_VERSION_CHECK", "True")

import torch
import torchvision
from safetensors.torch import load_file

TOLERANCE = 1e-4


def into_torchvision(weights, name):
    """Strict but for the classifier: every name of ours is one of torchvision's, and the other way."""
    model = getattr(torchvision.models, name)(weights=None)
    model.fc = torch.nn.Identity()
    # Absent in our files: how many batches the running statistics have seen, which no forward pass reads.
    counters = {k: v for k, v in model.state_dict().items() if k.endswith("num_batches_tracked")}
    model.load_state_dict({**counters, **weights}, strict=True)
    return model.eval()


def into_timm(weights, name):
    import timm

    model = timm.create_model(name, pretrained=False, num_classes=0)
    model.conv1 = torch.nn.Conv2d(3, 64, 3, padding=1, bias=False)
    model.maxpool = torch.nn.Identity()
    counters = {k: v for k, v in model.state_dict().items() if k.endswith("num_batches_tracked")}
    model.load_state_dict({**counters, **weights}, strict=True)
    return model.eval()


def into_lightly(weights, name):
    """lightly calls the shortcut's layers `shortcut` where torchvision calls them `downsample`.

    Called whole, since its children one after the other lack the ReLU after the stem. It pools 4 x 4, so images are 32 x 32.
    """
    from lightly.models import ResNetGenerator

    generated = ResNetGenerator(name.replace("resnet", "resnet-"))
    renamed = {re.sub(r"downsample\.", "shortcut.", k): v for k, v in weights.items()}
    state = generated.state_dict()
    for key in state:
        if key.endswith("num_batches_tracked") or key.startswith("linear."):
            renamed.setdefault(key, state[key])
    generated.load_state_dict(renamed, strict=True)
    generated.linear = torch.nn.Identity()
    return generated.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder")
    parser.add_argument("features")
    parser.add_argument("--name", default="resnet18")
    parser.add_argument("--stem", default="cifar", choices=["cifar", "imagenet"])
    args = parser.parse_args()

    weights = load_file(args.encoder)
    weights = {k: v for k, v in weights.items() if not k.startswith("fc.") and not k.endswith("num_batches_tracked")}
    given = load_file(args.features)
    openers = {"torchvision": into_torchvision} if args.stem == "imagenet" else {"lightly": into_lightly, "timm": into_timm}
    worst = 0.0
    for library, opener in openers.items():
        with torch.no_grad():
            got = opener(weights, args.name)(given["images"])
        difference = float((got - given["features"]).abs().max() / max(1.0, float(given["features"].abs().max())))
        worst = max(worst, difference)
        print(f"{library}: {args.name}, {args.stem} stem, worst difference {difference:.2e} of {tuple(got.shape)} features")
    if not worst <= TOLERANCE:
        sys.exit(f"expected at most {TOLERANCE}")


if __name__ == "__main__":
    main()
