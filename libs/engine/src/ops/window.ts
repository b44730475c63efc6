import type { Attribute } from '../kernels/tensorflow-ops';

/** How a square window moves over an image, in pixels; the same on both axes, padding on all four sides. */
export type Window = {
  stride: number;
  padding: number;
};

/** Positions of a window of `size` along an axis of `length`, as PyTorch counts them. */
export function windowCount(length: number, size: number, { stride, padding }: Window): number {
  return Math.floor((length + 2 * padding - size) / stride) + 1;
}

/** The attributes by which TensorFlow's window ops know it. */
export function windowAttributes({ stride, padding }: Window): Record<string, Attribute> {
  return {
    T: { type: 'float32' },
    strides: { integers: [1, stride, stride, 1] },
    data_format: { text: 'NHWC' },
    ...(padding === 0
      ? { padding: { text: 'VALID' } }
      : {
          padding: { text: 'EXPLICIT' },
          explicit_paddings: { integers: [0, 0, padding, padding, padding, padding, 0, 0] },
        }),
  };
}
