import { moments } from '../bench-methods';
import type { Line, Part, Reading } from './figure';

const [FLOAT32, BFLOAT16] = ['quickstart', 'quickstart-bfloat16'] as const;
const SEEDS = ['1', '2', '3'];

interface Experiment {
  readonly experiment: string;
  readonly outcomes: readonly { readonly knn: number }[];
}

/** The quickstart in both precisions: how far apart its kNN accuracies are, over their deviation from seed to seed in float32. */
export const accuracyPart: Part = {
  ...{ name: 'accuracy', needsPeer: false, optional: true, minutes: 40 },
  figures: [
    {
      ...{ id: 'accuracy', what: 'quickstart, kNN in bfloat16, mean of 3 seeds', unit: '%', against: 'float32' },
      target: { atMost: 1 },
      read: readAccuracy,
    },
  ],
  args: () => ['methods', FLOAT32, BFLOAT16, '--seeds', ...SEEDS],
};

function readAccuracy([line]: readonly Line[]): Reading {
  const knn = (name: string) => {
    const rows = line?.['rows'] as readonly Experiment[];
    const outcomes = rows.find(({ experiment }) => experiment === name)?.outcomes ?? [];
    if (outcomes.length < SEEDS.length) throw new Error(`Expected ${SEEDS.length} runs of ${name}: one failed`);
    return moments(outcomes.map((outcome) => outcome.knn));
  };
  const [full, half] = [knn(FLOAT32), knn(BFLOAT16)];
  const ratio = Math.abs(half.mean - full.mean) / full.deviation;
  const note = `the ratio is the difference over the deviation of float32, ${full.deviation.toFixed(2)}`;
  return { ours: half.mean, rival: full.mean, ratio, note };
}
