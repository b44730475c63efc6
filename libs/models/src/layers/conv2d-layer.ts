import { conv2d } from '@amcl/engine';
import type { Module } from '../module';

/** Channels and window of a convolution without bias. */
export interface Conv2dOptions {
  readonly input: number;
  readonly output: number;
  /** Height and width of the filter, in pixels. */
  readonly size: number;
  readonly stride: number;
  /** Zeros on each side, in pixels. */
  readonly padding: number;
}

/**
 * Convolution without bias, parameter `weight`.
 * Initialised as torchvision's ResNets: normal of variance 2 / (output size^2) (Kaiming, fan out; arXiv 1502.01852).
 */
export function conv2dLayer({ input, output, size, stride, padding }: Conv2dOptions): Module {
  const shape = [size, size, input, output];
  const deviation = Math.sqrt(2 / (output * size * size));
  return {
    parameters: [
      {
        name: 'weight',
        shape,
        layout: 'conv',
        initialize: (random) =>
          Float32Array.from({ length: size * size * input * output }, () => deviation * random.normal()),
      },
    ],
    buffers: [],
    forward: (x, scope) => conv2d(x, scope.parameter('weight'), { stride, padding }),
  };
}
