import type { LabelledFeatures } from '@amcl/evaluation';

/** Features and classes of some images, in their order. */
export function rowsOf({ features, labels }: LabelledFeatures, images: Uint32Array): LabelledFeatures {
  const dimension = features.length / labels.length;
  const rows = new Float32Array(images.length * dimension);
  images.forEach((image, place) => {
    rows.set(features.subarray(image * dimension, (image + 1) * dimension), place * dimension);
  });
  return { features: rows, labels: Int32Array.from(images, (image) => labels[image] ?? 0) };
}
