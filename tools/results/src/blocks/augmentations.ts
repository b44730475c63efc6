import { knn, overlap, pointsOf, probe, valuesOf, type Figure } from '../figures';
import { differenceText, meanText, table } from '../markdown';
import type { Records } from '../records';

const FIGURES: readonly (readonly [name: string, figure: Figure, digits: number])[] = [
  ['linear, %', probe, 2],
  ['kNN, %', knn, 2],
  ['overlap', overlap, 3],
];

/** SimCLR pre-trained by one to five augmentations, with AMCL and without. The overlap is of views by the training's own. */
export function augmentationsBlock(records: Records): string {
  const base = records.experiment('reach-augmentations');
  const amcl = records.experiment('reach-augmentations-amcl');
  const points = pointsOf(base ?? amcl);
  const rows = FIGURES.flatMap(([name, figure, digits]) =>
    points.map((point, index) => {
      const [before, after] = [valuesOf(base, figure, point), valuesOf(amcl, figure, point)];
      const set = String(Object.values(point)[0]);
      const texts = [meanText(before, digits), meanText(after, digits), differenceText(before, after, digits)];
      return [name, `${index + 1} (\`${set}\`)`, ...texts];
    }),
  );
  return table(['figure', 'augmentations', 'SimCLR', 'with AMCL', 'difference, 95 %'], rows);
}
