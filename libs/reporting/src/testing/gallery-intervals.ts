import { figure, intervalChart, type Html } from '../index';

/** Names of eight experiments. */
export const EXPERIMENTS = [
  'SimCLR',
  'SimCLR + AMCL',
  'MoCo',
  'MoCo + AMCL',
  'SimSiam',
  'SimSiam + AMCL',
  'Barlow',
  'Barlow + AMCL',
];

/** Means with intervals, one of them without. */
export async function intervals(): Promise<Html> {
  const rows = EXPERIMENTS.map((name, index) => {
    const value = 80 + 1.5 * index;
    const interval = index === 2 ? null : ([value - 2, value + 2] as const);
    return { name, value, interval, points: [value - 1, value, value + 1] };
  });
  const label = 'Accuracy of eight experiments';
  const picture = await intervalChart({ label, x: 'kNN top-1, %', y: 'experiment', rows });
  return figure('Means with intervals', picture, 'Mean, 95 % interval and each seed.');
}
