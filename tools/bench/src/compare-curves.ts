import { mean, sampleDeviation } from '@amcl/statistics';

/** A training: loss of each step, kNN top-1 in percent after each epoch. */
export interface Curve {
  readonly losses: readonly number[];
  readonly knn: readonly number[];
}

/** A figure of both, over their seeds. */
export interface Compared {
  readonly ours: Moments;
  readonly theirs: Moments;
  /** Whether the means differ by no more than twice the deviation of a difference of two runs. */
  readonly within: boolean;
}

export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

export interface CurveComparison {
  /** Mean loss over the steps from `from` (0 is the first) to before `to`. */
  readonly losses: readonly (Compared & { readonly from: number; readonly to: number })[];
  readonly knn: readonly Compared[];
}

/**
 * @param ours two or more, of as many steps and epochs each as `theirs`
 * @param window steps that are averaged
 */
export function compareCurves(ours: readonly Curve[], theirs: readonly Curve[], window: number): CurveComparison {
  const steps = ours[0]?.losses.length ?? 0;
  const different = [...ours, ...theirs].find(({ losses }) => losses.length !== steps);
  if (different !== undefined)
    throw new RangeError(`Expected trainings of ${steps} steps but one has ${different.losses.length}`);
  const windows = Array.from({ length: Math.ceil(steps / window) }, (_, index) => index * window);
  const epochs = ours[0]?.knn ?? [];
  return {
    losses: windows.map((from) => {
      const to = Math.min(from + window, steps);
      const lossOf = ({ losses }: Curve): number => mean(losses.slice(from, to));
      return { from, to, ...compare(ours.map(lossOf), theirs.map(lossOf)) };
    }),
    knn: epochs.map((_, epoch) => {
      const knnOf = ({ knn }: Curve): number => knn[epoch] ?? 0;
      return compare(ours.map(knnOf), theirs.map(knnOf));
    }),
  };
}

function compare(one: readonly number[], other: readonly number[]): Compared {
  const [ours, theirs] = [moments(one), moments(other)];
  const spread = Math.hypot(ours.deviation, theirs.deviation);
  return { ours, theirs, within: Math.abs(ours.mean - theirs.mean) <= 2 * spread };
}

function moments(values: readonly number[]): Moments {
  return { mean: mean(values), deviation: sampleDeviation(values) };
}

/** A table of Markdown. */
export function describeCurves({ losses, knn }: CurveComparison): string {
  const text = ({ mean: value, deviation }: Moments, digits: number): string =>
    `${value.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
  const line = (name: string, { ours, theirs, within }: Compared, digits: number): string =>
    `| ${name} | ${text(ours, digits)} | ${text(theirs, digits)} | ${within ? 'yes' : 'no'} |`;
  return [
    '| | ours | lightly on PyTorch | within the spread |',
    '| --- | --- | --- | --- |',
    ...losses.map((compared) => line(`loss, steps ${compared.from + 1} to ${compared.to}`, compared, 4)),
    ...knn.map((compared, epoch) => line(`kNN after epoch ${epoch + 1}, %`, compared, 2)),
  ].join('\n');
}
