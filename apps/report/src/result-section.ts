import { html, table, type Cell, type Section } from '@amcl/reporting';
import { measuredImages, measuredSplit, type Evaluation } from '@amcl/results';
import { percent, points, whole } from './format';
import type { ReportData } from './report-data';

/** Half the width of a 95 % interval, in standard errors. */
const STANDARD_ERRORS = 1.96;

/** A figure that is measured on both encoders, with its exact name. */
interface Figure {
  readonly name: string;
  readonly of: (evaluation: Evaluation) => number;
}

/** The figures of the report. They measure different things and are not comparable with each other. */
function figures({ knn: { k, temperature } }: Evaluation, split: string): Figure[] {
  return [
    { name: `kNN top-1, k = ${k}, T = ${temperature}, ${split}`, of: ({ knn }) => knn.top1 },
    { name: `linear probe top-1, last epoch, ${split}`, of: ({ probe }) => probe.top1 },
    { name: `linear probe top-5, last epoch, ${split}`, of: ({ probe }) => probe.top5 },
  ];
}

/** The probe's table: kNN and linear probe of the trained and of the untrained encoder. */
export function resultSection({ probe: { trained, untrained }, ingest }: ReportData): Section {
  const images = ingest.splits.test.count;
  const margin = (100 * STANDARD_ERRORS * 0.5) / Math.sqrt(images);
  const right = (content: string, more: Partial<Cell> = {}): Cell => ({ content, align: 'right', ...more });
  const rows = figures(trained, measuredSplit(ingest)).map(({ name, of }) => {
    const difference = of(trained) - of(untrained);
    return [
      { content: name },
      right(percent(of(untrained))),
      right(percent(of(trained)), { strong: true }),
      right(points(difference), { trend: difference < 0 ? 'down' : 'up' }),
    ];
  });
  const results = table({
    label: 'Accuracy of the trained and the untrained encoder',
    head: [
      { content: 'figure' },
      { content: 'untrained', align: 'right' },
      { content: 'trained', align: 'right' },
      { content: 'difference', align: 'right' },
    ],
    rows,
  });
  return {
    id: 'result',
    heading: 'Result',
    body: html`<p>
        What the frozen encoder's features are worth on images that no training saw. Untrained is the same network with
        the weights from which pre-training began.
      </p>
      ${results}
      <p class="note">
        Measured on ${whole(images)} ${measuredImages(ingest)}: a figure's 95 % interval is at most
        ±${margin.toFixed(1)} points. Differences are in points. The rows measure different things and are not
        comparable with each other.
      </p>`,
  };
}
