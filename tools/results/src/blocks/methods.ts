import { knn, probe, valuesOf } from '../figures';
import { differenceText, meanText, table } from '../markdown';
import type { Records } from '../records';

/** Methods of `reach-<family>-<method>`, and what they are called. */
export const METHODS = [
  ['simclr', 'SimCLR'],
  ['moco', 'MoCo'],
  ['simsiam', 'SimSiam'],
  ['barlow-twins', 'Barlow Twins'],
] as const;

/** The paper's linear top-1 of CIFAR-10 by the full recipe. */
const PAPER: Readonly<Record<string, string>> = { simclr: '89.9, 92.2 (+2.3)', moco: '90.4, 92.9 (+2.5)' };

/**
 * Methods with AMCL and without.
 * @param family of experiments `reach-<family>-<method>`
 */
export function methodsBlock(records: Records, family: string): string {
  const withPaper = family !== 'fashion-mnist';
  const rows = METHODS.flatMap(([method, name]) => {
    const base = records.experiment(`reach-${family}-${method}`);
    const amcl = records.experiment(`reach-${family}-${method}-amcl`);
    return (
      [
        ['linear', probe],
        ['kNN', knn],
      ] as const
    ).map(([metric, figure]) => {
      const [before, after] = [valuesOf(base, figure), valuesOf(amcl, figure)];
      const untrained = valuesOf(base, ({ untrained: { knnTop1, probeTop1 } }) =>
        metric === 'kNN' ? knnTop1 : probeTop1,
      );
      const paper = metric === 'linear' ? (PAPER[method] ?? '–') : '';
      const cells = [
        name,
        metric,
        meanText(untrained),
        meanText(before),
        meanText(after),
        differenceText(before, after),
      ];
      return withPaper ? [...cells, paper] : cells;
    });
  });
  const head = ['method', 'top-1, %', 'untrained', 'base', 'with AMCL', 'difference, 95 %'];
  return table(withPaper ? [...head, 'paper: base, AMCL'] : head, rows);
}
