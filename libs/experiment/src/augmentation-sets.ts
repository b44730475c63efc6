/** The operations that a set may leave out; the random resized crop is in all of them. */
export type Operation = 'randomHorizontalFlip' | 'colorJitter' | 'randomGrayscale' | 'gaussianBlur';

/** How often SimCLR applies each operation (arXiv 2002.05709, appendix A). */
const USUAL: Readonly<Record<Operation, number>> = {
  randomHorizontalFlip: 0.5,
  colorJitter: 0.8,
  randomGrayscale: 0.2,
  gaussianBlur: 0.5,
};

/** What a set has besides the crop. */
const OPERATIONS = {
  /** SimCLR's whole recipe. */
  default: ['randomHorizontalFlip', 'colorJitter', 'randomGrayscale', 'gaussianBlur'],
  /** Crop and colour distortion, the pair that SimCLR found to matter most (its figure 5). */
  color: ['colorJitter', 'randomGrayscale'],
  /** One to five operations, each set with one more: those of AMCL's paper (arXiv 2310.05615). */
  a: [],
  ab: ['gaussianBlur'],
  abc: ['gaussianBlur', 'randomGrayscale'],
  abcd: ['gaussianBlur', 'randomGrayscale', 'colorJitter'],
  abcde: ['gaussianBlur', 'randomGrayscale', 'colorJitter', 'randomHorizontalFlip'],
} as const satisfies Record<string, readonly Operation[]>;

/** The augmentation sets by name. */
export type AugmentationSet = keyof typeof OPERATIONS;

/** Their names. */
export const augmentationSets = Object.keys(OPERATIONS) as [AugmentationSet, ...AugmentationSet[]];

/** The sets of one to five operations, each with one more than the one before: the letters of a name are its operations. */
export const growingSets = ['a', 'ab', 'abc', 'abcd', 'abcde'] as const satisfies readonly AugmentationSet[];

/** The probability with which a set applies an operation, where the experiment does not say. */
export function probabilityIn(set: AugmentationSet, operation: Operation): number {
  const operations: readonly Operation[] = OPERATIONS[set];
  return operations.includes(operation) ? USUAL[operation] : 0;
}
