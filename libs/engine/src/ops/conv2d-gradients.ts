import * as tf from '@tensorflow/tfjs-core';
import type { Window } from './window';

type Four = [number, number, number, number];
type Border = readonly [before: number, after: number];

/** As tfjs takes it; its shorthand, a single number, is wrong for filters that are not square. */
export function explicitPadding(rows: Border, columns: Border): [number, number][] & tf.backend_util.ExplicitPadding {
  return [[0, 0], [...rows], [...columns], [0, 0]];
}

/**
 * The gradient of `conv2d` with respect to x as one convolution of dy at stride 1. With stride s the pixels of x fall into s x s
 * phases, each of which sees every s-th tap of the filter: the phases are output channels, interleaved afterwards.
 * @param dy [B, R, C, O]
 * @param filter [h, w, I, O]
 * @returns of `inputShape`, [B, H, W, I]
 */
export function conv2dInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  { inputShape, stride, padding }: Window & { inputShape: Four },
): tf.Tensor4D {
  const [, rows, columns, outputs] = dy.shape;
  const [height, width, inputs] = filter.shape;
  // Zeros before the filter make the first of its taps fall on a pixel of phase 0.
  const shift = Math.ceil(padding / stride);
  const before = shift * stride - padding;
  const [down, across] = [Math.ceil((height + before) / stride), Math.ceil((width + before) / stride)];
  const phaseTaps = tapsOfPhases({ height, width, down, across, before, stride });
  // A clone, because the wasm backend remembers the shape in which it first multiplied by a tensor.
  const taps = tf.matMul(phaseTaps, tf.reshape(tf.clone(filter), [height * width, inputs * outputs]));
  const rotated = tf.transpose(tf.reshape(taps, [down * across, stride * stride * inputs, outputs]), [0, 2, 1]);

  const [batch, imageRows, imageColumns] = inputShape;
  const [phaseRows, phaseColumns] = [Math.ceil(imageRows / stride), Math.ceil(imageColumns / stride)];
  const phases = correlate(
    dy,
    tf.reshape(rotated, [down, across, outputs, stride * stride * inputs]),
    [down - 1 - shift, phaseRows + shift - rows],
    [across - 1 - shift, phaseColumns + shift - columns],
  );
  const interleaved = swapInner(phases, [batch * phaseRows, phaseColumns, stride, stride * inputs]);
  return crop(
    tf.reshape(interleaved, [batch, phaseRows * stride, phaseColumns * stride, inputs]),
    [0, imageRows - phaseRows * stride],
    [0, imageColumns - phaseColumns * stride],
  );
}

/**
 * Which tap of the filter each phase of x meets at each tap of the convolution of dy, as a matrix of 0 and 1,
 * [down across stride stride, height width]: every stride-th, from the last to the first.
 * A product with it is ten times as fast as the wasm backend's reverse, gather or strided slice.
 */
function tapsOfPhases(sizes: {
  height: number;
  width: number;
  down: number;
  across: number;
  before: number;
  stride: number;
}): tf.Tensor2D {
  const { height, width, down, across, before, stride } = sizes;
  const taps = height * width;
  const matrix = new Float32Array(down * across * stride * stride * taps);
  let start = 0;
  for (let row = down - 1; row >= 0; row--)
    for (let column = across - 1; column >= 0; column--)
      for (let rowPhase = 0; rowPhase < stride; rowPhase++)
        for (let columnPhase = 0; columnPhase < stride; columnPhase++, start += taps) {
          const [i, j] = [row * stride + rowPhase - before, column * stride + columnPhase - before];
          if (i >= 0 && i < height && j >= 0 && j < width) matrix[start + i * width + j] = 1;
        }
  return tf.tensor2d(matrix, [matrix.length / taps, taps]);
}

/**
 * The gradient of `conv2d` with respect to the filter as one convolution, with dy as its filter: the images' batch becomes the
 * channels, and x's channels go into the width, [1, H, W I, B], so that the result, [h, w I, O], is in the filter's layout.
 * @param x [B, H, W, I]
 * @param dy [B, R, C, O]
 * @returns of `filterShape`, [h, w, I, O]
 */
export function conv2dFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  { filterShape, stride, padding }: Window & { filterShape: Four },
): tf.Tensor4D {
  const [batch, imageRows, imageColumns, inputs] = x.shape;
  const [, rows, columns, outputs] = dy.shape;
  const [height, width] = filterShape;
  const image = tf.transpose(tf.reshape(x, [batch, imageRows * imageColumns * inputs]));
  const weights = tf.reshape<tf.Rank.R4>(tf.transpose(tf.reshape(dy, [batch, rows * columns, outputs]), [1, 0, 2]), [
    rows,
    columns,
    batch,
    outputs,
  ]);
  // wasm transposes its filters, with bad luck in the cache where the step from row to row is a multiple of 4 KiB: a border
  // of zeros breaks the step, and where dy is large enough it costs less than it saves.
  const border = rows >= 16 && columns >= 16 && (rows * columns * batch) % 1024 === 0 ? 1 : 0;
  const spread =
    border === 0
      ? weights
      : tf.pad(weights, [
          [0, border],
          [0, border],
          [0, 0],
          [0, 0],
        ]);
  // Beyond the image: as far as the last window reaches, which may be short of its edge.
  const below = height + stride * (rows + border - 1) - imageRows - padding;
  const right = width + stride * (columns + border - 1) - imageColumns - padding;
  const gradient = correlate(
    tf.reshape(image, [1, imageRows, imageColumns * inputs, batch]),
    spread,
    [padding, below],
    [padding * inputs, right * inputs],
    [stride, stride * inputs],
  );
  return tf.reshape(gradient, filterShape);
}

/** Convolution at stride 1, whose borders may be negative: then the image is cropped. */
function correlate(
  image: tf.Tensor4D,
  filter: tf.Tensor4D,
  rows: Border,
  columns: Border,
  dilations: [number, number] = [1, 1],
): tf.Tensor4D {
  if (Math.min(...rows, ...columns) >= 0)
    return tf.conv2d(image, filter, 1, explicitPadding(rows, columns), 'NHWC', dilations);
  const added = ([before, after]: Border): Border => [Math.max(0, before), Math.max(0, after)];
  const removed = ([before, after]: Border): Border => [Math.min(0, before), Math.min(0, after)];
  const padded = tf.pad(image, explicitPadding(added(rows), added(columns)));
  return tf.conv2d(crop(padded, removed(rows), removed(columns)), filter, 1, 'valid', 'NHWC', dilations);
}

/** Removes what the borders, 0 or negative, tell; by whole rows of pixels, because wasm's slice copies run by run. */
function crop(image: tf.Tensor4D, rows: Border, columns: Border): tf.Tensor4D {
  const [batch, height, width, channels] = image.shape;
  const [left, right] = [height + rows[0] + rows[1], width + columns[0] + columns[1]];
  if (left === height && right === width) return image;
  const runs = tf.reshape(image, [batch, height, width * channels]);
  const kept = tf.slice(runs, [0, -rows[0], -columns[0] * channels], [batch, left, right * channels]);
  return tf.reshape(kept, [batch, left, right, channels]);
}

/** `x` seen as `shape`, with the two axes in the middle swapped. */
function swapInner(x: tf.Tensor, shape: Four): tf.Tensor {
  // tfjs copies even where there is nothing to swap.
  return shape[1] === 1 || shape[2] === 1 ? x : tf.transpose(tf.reshape(x, shape), [0, 2, 1, 3]);
}
