import { checkViews } from './check-views';
import { eachPair } from './each-pair';
import { unitRows } from './unit-rows';

/** t of the Gaussian potential exp(-t |a - b|^2). */
const T = 2;

/**
 * How evenly images lie on the sphere: the logarithm of the mean Gaussian potential of two images' normalised embeddings (Wang and
 * Isola, arXiv 2005.10242, section 4.1, t = 2). 0 where all are one point; the lower the more even, never below -8. Measured within the first
 * views and within the second ones, each over all pairs of two images, and averaged, as the authors' code does.
 * @param first embeddings of the first views [n, D], row-major, need not be normalised
 * @param second those of the second views
 * @param images n, 2 or more
 * @throws if the lengths do not fit, or a number is NaN
 */
export function uniformity(first: Float32Array, second: Float32Array, images: number): number {
  checkViews(first, second, images);
  return (ofView(first, images) + ofView(second, images)) / 2;
}

function ofView(view: Float32Array, images: number): number {
  const rows = unitRows(view, images);
  let total = 0;
  try {
    eachPair(rows, (_row, _other, similarity) => {
      total += Math.exp(-T * (2 - 2 * similarity));
    });
  } finally {
    rows.dispose();
  }
  return Math.log(total / ((images * (images - 1)) / 2));
}
