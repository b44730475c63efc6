import type { Attribute } from '../kernels/tensorflow-ops';

/** How a square window moves over an image, in pixels; the same on both axes, padding on all four sides. */
export type Window = {
  stride: number;
  padding: number;
};

/** TensorFlow's names for ways to pad. */
export type PaddingKind = 'VALID' | 'SAME' | 'EXPLICIT';

/** Positions of a window of `size` along an axis of `length`, as PyTorch counts them. */
export function windowCount(length: number, size: number, { stride, padding }: Window): number {
  return Math.floor((length + 2 * padding - size) / stride) + 1;
}

/** The name for a window's padding: `SAME` where TensorFlow's own rule comes to the same on every axis. */
export function paddingKind(axes: readonly { length: number; size: number }[], window: Window): PaddingKind {
  const { stride, padding } = window;
  if (padding === 0) return 'VALID';
  const isSame = axes.every(({ length, size }) => {
    const count = Math.ceil(length / stride);
    return windowCount(length, size, window) === count && (count - 1) * stride + size - length === 2 * padding;
  });
  return isSame ? 'SAME' : 'EXPLICIT';
}

/** `paddingKind` of a filter, [h, w, ...], on images, [B, H, W, ...]. */
export function convolutionPadding(
  [, height, width]: [number, number, number, number],
  [rows, columns]: [number, number, number, number],
  window: Window,
): PaddingKind {
  const axes = [
    { length: height, size: rows },
    { length: width, size: columns },
  ];
  return paddingKind(axes, window);
}

/** A window as the table of kernels names it. */
export function windowText({ stride, padding }: Window): string {
  return `stride ${stride}, padding ${padding}`;
}

/** The attributes by which TensorFlow's window ops know it. */
export function windowAttributes({ stride, padding }: Window, kind: PaddingKind): Record<string, Attribute> {
  const explicit = { explicit_paddings: { integers: [0, 0, padding, padding, padding, padding, 0, 0] } };
  return {
    T: { type: 'float32' },
    strides: { integers: [1, stride, stride, 1] },
    data_format: { text: 'NHWC' },
    padding: { text: kind },
    ...(kind === 'EXPLICIT' ? explicit : {}),
  };
}
