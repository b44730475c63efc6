import { figure, grid, histogramChart, histogramGrid, html, type Html } from '@amcl/reporting';
import type { Similarity } from '@amcl/results';
import { mean } from '@amcl/statistics';
import type { RowRuns } from './build-comparison';

const SERIES = ['positive pairs', 'negative pairs'] as const;
/** Rows whose small histograms stand beside each other on a phone. */
const SIDE_BY_SIDE = 2;

/** Mean over the seeds, bin by bin; the overlap is the mean of theirs. */
function meanSimilarity(all: readonly Similarity[]): Similarity {
  const [first] = all;
  if (first === undefined) throw new Error('Expected the similarity of at least one run');
  const bins = (of: (similarity: Similarity) => readonly number[]): number[] =>
    of(first).map((_, bin) => mean(all.map((similarity) => of(similarity)[bin] ?? 0)));
  return {
    edges: first.edges,
    positive: bins(({ positive }) => positive),
    negative: bins(({ negative }) => negative),
    overlap: mean(all.map(({ overlap }) => overlap)),
  };
}

/** Histograms of the trained networks' similarities by each row's own views, and by one to five augmentations (the paper's figure 1). */
export async function similarityCharts(rows: readonly RowRuns[]): Promise<Html> {
  const own: Html[] = [];
  for (const { label, runs } of rows) {
    const similarity = meanSimilarity(runs.map(({ probe }) => probe.similarity.trained));
    const { edges, positive, negative, overlap } = similarity;
    const picture = await histogramChart({
      label: `${label}: cosine similarity of positive and negative pairs, overlap ${overlap.toFixed(3)}`,
      x: 'cosine similarity',
      y: 'share of pairs',
      edges,
      series: [
        { name: SERIES[0], shares: positive },
        { name: SERIES[1], shares: negative },
      ],
    });
    own.push(figure(label, picture, html`Overlap <strong>${overlap.toFixed(3)}</strong>`));
  }
  const grids: (Html | null)[] = [];
  for (let first = 0; first < rows.length; first += SIDE_BY_SIDE)
    grids.push(await byAugmentations(rows.slice(first, first + SIDE_BY_SIDE)));
  return html`${grid(own)}${grids}`;
}

async function byAugmentations(rows: readonly RowRuns[]): Promise<Html | null> {
  const names = rows.map(({ label }) => label).join(' and ');
  const counts = rows[0]?.runs[0]?.probe.augmentations.map(({ count }) => count) ?? [];
  const of = ({ runs }: RowRuns, column: number): Similarity[] =>
    runs.flatMap(({ probe }) => probe.augmentations[column]?.trained ?? []);
  const complete = rows.every((row) => counts.every((_, column) => of(row, column).length === row.runs.length));
  const edges = rows[0]?.runs[0]?.probe.augmentations[0]?.trained.edges;
  if (edges === undefined || !complete) return null;
  const picture = await histogramGrid({
    label: `Similarity of pairs by one to five augmentations: ${names}`,
    x: 'cosine similarity',
    edges,
    series: SERIES,
    columns: counts.map((count) => (count === 1 ? '1 augmentation' : `${count} augmentations`)),
    rows: rows.map((row) => ({
      name: row.label,
      histograms: counts.map((_, column) => {
        const { positive, negative, overlap } = meanSimilarity(of(row, column));
        return { shares: [positive, negative], note: `overlap ${overlap.toFixed(3)}` };
      }),
    })),
  });
  return figure(
    `By number of augmentations: ${names}`,
    picture,
    'The same trained networks, by views of one to five augmentations; mean over the seeds.',
  );
}
