/** Features of the images of a split, with their classes. */
export interface LabelledFeatures {
  /** [n, F], row-major. */
  readonly features: Float32Array;
  /** [n], 0 .. classes - 1. */
  readonly labels: Int32Array;
}

/**
 * F of features [n, F].
 * @throws if there is no image, or the numbers are not n rows of one length
 */
export function featureCount({ features, labels }: LabelledFeatures, name: string): number {
  const count = features.length / labels.length;
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(
    `Expected [n, F] features for ${name} with n labels but received ${features.length} numbers and ${labels.length} labels`,
  );
}
