import { batchNormLayer } from '../layers/batch-norm-layer';
import { conv2dLayer } from '../layers/conv2d-layer';
import { prefixed, prefixedScope, sequential, specsOf, type Module } from '../module';
import { tidyForward } from '../scope';

/** The two blocks of ResNets (arXiv 1512.03385, figure 5). */
export type BlockName = 'basic' | 'bottleneck';

/** Output channels of a block over its `planes`. */
export const EXPANSION: Readonly<Record<BlockName, number>> = { basic: 1, bottleneck: 4 };

/** A block's place in the network. */
export interface BlockOptions {
  readonly block: BlockName;
  /** Channels of x. */
  readonly input: number;
  /** Channels of the 3x3 convolutions. */
  readonly planes: number;
  /** Of the block: in the first 3x3 convolution. */
  readonly stride: number;
  /** Of its batch norms. */
  readonly batchNormSplits: number;
}

/** relu(f(x) + shortcut(x)) with torchvision's names: `conv1`, `bn1`, ..., and `downsample.0`, `.1` where the shape changes. */
export function residualBlock({ block, input, planes, stride, batchNormSplits: splits }: BlockOptions): Module {
  const output = planes * EXPANSION[block];
  const convolutions =
    block === 'basic'
      ? [
          { input, output: planes, size: 3, stride, padding: 1 },
          { input: planes, output: planes, size: 3, stride: 1, padding: 1 },
        ]
      : [
          { input, output: planes, size: 1, stride: 1, padding: 0 },
          { input: planes, output: planes, size: 3, stride, padding: 1 },
          { input: planes, output, size: 1, stride: 1, padding: 0 },
        ];
  const norm = (channels: number) => batchNormLayer({ channels, affine: true, splits, activation: 'relu' });
  const layers = convolutions.flatMap((options, index) => [
    prefixed(`conv${index + 1}.`, conv2dLayer(options)),
    prefixed(`bn${index + 1}.`, norm(options.output)),
  ]);
  // The last norm has the shortcut added, which a module alone does not take.
  const body = sequential(layers.slice(0, -1));
  const [last, lastPrefix] = [norm(output), `bn${convolutions.length}.`];
  const downsample =
    stride === 1 && input === output
      ? null
      : sequential([
          prefixed('downsample.0.', conv2dLayer({ input, output, size: 1, stride, padding: 0 })),
          prefixed('downsample.1.', batchNormLayer({ channels: output, affine: true, splits })),
        ]);
  return {
    ...specsOf(downsample ? [...layers, downsample] : layers),
    // A block at a time, so that what no gradient needs is gone before the next block.
    forward: (x, scope) =>
      tidyForward(scope, (inside) => {
        const shortcut = downsample ? downsample.forward(x, inside) : x;
        return last.forward(body.forward(x, inside), prefixedScope(lastPrefix, inside), shortcut);
      }),
  };
}
