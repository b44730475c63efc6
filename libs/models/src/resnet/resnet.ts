import { globalAveragePool, maxPool2d } from '@amcl/engine';
import { batchNormLayer } from '../layers/batch-norm-layer';
import { conv2dLayer } from '../layers/conv2d-layer';
import { prefixed, sequential, specsOf, type Module } from '../module';
import { tidyForward } from '../scope';
import { EXPANSION, residualBlock, type BlockName } from './residual-block';

/** `cifar`: 3x3 convolution of stride 1; `imagenet`: 7x7 of stride 2, then 3x3 max-pooling of stride 2. */
export type StemName = 'cifar' | 'imagenet';

/** A network that gives `features` numbers an image: [B, H, W, 3] -> [B, features]. */
export interface Encoder extends Module {
  readonly features: number;
}

/** What makes a ResNet. */
export interface ResidualNetworkOptions {
  readonly block: BlockName;
  /** Blocks in each of the four stages. */
  readonly layers: readonly number[];
  readonly stem: StemName;
  /** Channels of the first stage, which double in each later one; 64 in the paper. */
  readonly base: number;
  /** Groups of the batch in every batch norm, each normalised by its own statistics (`batchNormLayer`); 1 unless given. */
  readonly batchNormSplits?: number;
}

const ARCHITECTURES = {
  resnet18: { block: 'basic', layers: [2, 2, 2, 2] },
  resnet34: { block: 'basic', layers: [3, 4, 6, 3] },
  resnet50: { block: 'bottleneck', layers: [3, 4, 6, 3] },
} as const;

/** The ResNets known by name. */
export type ResNetName = keyof typeof ARCHITECTURES;

const PAPER_BASE = 64;

/** What makes a ResNet that has a name. */
export interface ResNetOptions extends Pick<ResidualNetworkOptions, 'stem' | 'batchNormSplits'> {
  readonly name: ResNetName;
  /** Multiplies the channels of every layer; 64 width must be a whole number. */
  readonly width: number;
}

/** A ResNet by name, without its classifier (arXiv 1512.03385, table 1), with torchvision's parameter names. */
export function resnet({ name, width, ...options }: ResNetOptions): Encoder {
  return residualNetwork({ ...ARCHITECTURES[name], base: PAPER_BASE * width, ...options });
}

/** A ResNet of any blocks and depth; features are those of the last stage, averaged over the image. */
export function residualNetwork({ block, layers, stem, base, batchNormSplits = 1 }: ResidualNetworkOptions): Encoder {
  if (!Number.isInteger(base) || base < 1)
    throw new Error(`Expected a whole number of 1 or more for base (64 times the width) but received ${base}`);
  const stages = layers.flatMap((count, stage) =>
    Array.from({ length: count }, (_, index) => {
      const planes = base * 2 ** stage;
      const input = index > 0 ? planes * EXPANSION[block] : stage === 0 ? base : (planes / 2) * EXPANSION[block];
      const stride = index === 0 && stage > 0 ? 2 : 1;
      return prefixed(`layer${stage + 1}.${index}.`, residualBlock({ block, input, planes, stride, batchNormSplits }));
    }),
  );
  const body = sequential([stemOf(stem, base, batchNormSplits), ...stages]);
  return {
    ...body,
    features: base * 2 ** (layers.length - 1) * EXPANSION[block],
    forward: (x, scope) => globalAveragePool(body.forward(x, scope)),
  };
}

function stemOf(stem: StemName, base: number, splits: number): Module {
  const window = stem === 'cifar' ? { size: 3, stride: 1, padding: 1 } : { size: 7, stride: 2, padding: 3 };
  const parts = [
    prefixed('conv1.', conv2dLayer({ input: 3, output: base, ...window })),
    prefixed('bn1.', batchNormLayer({ channels: base, affine: true, splits, activation: 'relu' })),
  ];
  const body = sequential(parts);
  return {
    ...specsOf(parts),
    forward: (x, scope) =>
      tidyForward(scope, (inside) => {
        const y = body.forward(x, inside);
        return stem === 'cifar' ? y : maxPool2d(y, { size: 3, stride: 2, padding: 1 });
      }),
  };
}
