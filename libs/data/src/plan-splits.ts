import { permutation, randomStream } from '@amcl/random';
import { chooseImages } from './choose-images';
import { SPLIT_NAMES, type LabelledSplit, type SourceHead, type SplitName } from './data-set';

/** Which images of a data set are taken: of its section. */
export interface Selection {
  readonly limit: Readonly<Record<LabelledSplit, number>> | null;
  readonly holdOut: number | null;
  /** Of the unlabelled images; `null` takes every one. */
  readonly unlabelled?: number | null;
}

/** The images of a split of ingest's output. */
export interface PlannedSplit {
  /** The split of the source that has them: of held-out images it is `train`. */
  readonly from: SplitName;
  /** Indices in that split, ascending. */
  readonly indices: Uint32Array;
}

/** `unlabelled` may have no images. */
export type SplitPlan = Readonly<Record<SplitName, PlannedSplit>>;

/**
 * What each split of ingest's output has. Held-out images are drawn from randomStream(seed, 'hold-out', class), subsets from
 * randomStream(seed, 'limit', split, class), unlabelled ones from randomStream(seed, 'limit', 2).
 * @throws UserError when a number does not fit the data set
 */
export function planSplits(
  { labels, unlabelled, classNames }: SourceHead,
  { limit, holdOut, unlabelled: wanted = null }: Selection,
  seed: number,
): SplitPlan {
  const classes = classNames.length;
  const all = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, index) => index);
  const held =
    holdOut === null
      ? null
      : chooseImages({
          from: all(labels.train.length),
          labels: labels.train,
          classes,
          count: holdOut,
          field: 'dataset.holdOut',
          randomOf: (label) => randomStream(seed, 'hold-out', label),
        });
  const limited = (split: LabelledSplit, from: LabelledSplit, indices: Uint32Array): PlannedSplit => {
    if (limit === null) return { from, indices };
    const randomOf = (label: number) => randomStream(seed, 'limit', SPLIT_NAMES.indexOf(split), label);
    const choice = { labels: labels[from], classes, count: limit[split], field: `dataset.limit.${split}`, randomOf };
    return { from, indices: chooseImages({ ...choice, from: indices }) };
  };
  const train = all(labels.train.length);
  return {
    train: limited('train', 'train', held === null ? train : without(train, held)),
    test: held === null ? limited('test', 'test', all(labels.test.length)) : limited('test', 'train', held),
    unlabelled: {
      from: 'unlabelled',
      indices: wanted === null || wanted >= unlabelled ? all(unlabelled) : draw(unlabelled, wanted, seed),
    },
  };
}

function draw(count: number, wanted: number, seed: number): Uint32Array {
  const order = permutation(count, randomStream(seed, 'limit', SPLIT_NAMES.indexOf('unlabelled')));
  return order.slice(0, wanted).sort();
}

function without(indices: Uint32Array, taken: Uint32Array): Uint32Array {
  const gone = new Set(taken);
  return indices.filter((index) => !gone.has(index));
}
