import type { NetworkDescription, StepMetric } from '@amcl/results';
import type { StepChart } from './step-chart';

type Amcl = NonNullable<NetworkDescription['amcl']>;
type Series = StepChart['series'];

/** Heads whose curves can be told apart, at two curves each. */
const MOST_HEADS = 4;

/**
 * The chart of the temperatures of AMCL, positives first: a curve each head, of more heads their mean, lowest and highest; and one
 * curve where one temperature is for all.
 * @param names of what the loss compares
 */
export function temperatureChart(
  { heads, wideHead, temperature }: Amcl,
  names: { readonly positives: string; readonly negatives: string },
): StepChart {
  const trained = wideHead ? 1 : heads;
  const chart = { title: 'Temperature', y: 'mean temperature', fromZero: true };
  const limits = temperature.kind === 'fixed' ? '' : `, from ${temperature.lower} to ${temperature.upper}`;
  const caption = `Of AMCL, ${temperature.kind}${limits}`;
  if (temperature.kind !== 'adaptive')
    return {
      ...chart,
      caption: `${caption}: one for all pairs and heads.`,
      series: [{ name: 'all pairs', of: ({ positiveTemperatures }) => positiveTemperatures?.[0] }],
    };
  const ofPairs = trained > MOST_HEADS ? summarySeries : headSeries(trained);
  const means =
    trained > MOST_HEADS ? `; mean, lowest and highest of ${trained} heads` : trained > 1 ? ', by head' : '';
  return {
    ...chart,
    caption: `${caption}, mean over a batch${means}.`,
    series: [
      ...ofPairs(names.positives, ({ positiveTemperatures }) => positiveTemperatures),
      ...ofPairs(names.negatives, ({ negativeTemperatures }) => negativeTemperatures),
    ],
  };
}

type Temperatures = (step: StepMetric) => readonly number[] | undefined;

const headSeries =
  (heads: number) =>
  (name: string, temperatures: Temperatures): Series =>
    Array.from({ length: heads }, (_, head) => ({
      name: heads === 1 ? name : `${name}, head ${head + 1}`,
      of: (step) => temperatures(step)?.[head],
    }));

function summarySeries(name: string, temperatures: Temperatures): Series {
  const of = (summary: (heads: readonly number[]) => number) => (step: StepMetric) => {
    const heads = temperatures(step);
    return heads && summary(heads);
  };
  return [
    { name: `${name}, mean`, of: of((heads) => heads.reduce((sum, value) => sum + value, 0) / heads.length) },
    { name: `${name}, lowest head`, of: of((heads) => Math.min(...heads)) },
    { name: `${name}, highest head`, of: of((heads) => Math.max(...heads)) },
  ];
}
