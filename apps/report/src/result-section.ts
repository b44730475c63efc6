import { html, table, type Cell, type Html, type Section } from '@amcl/reporting';
import { measuredImages, measuredSplit, type Evaluation, type FineTuned } from '@amcl/results';
import { probedData } from '@amcl/runs';
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
export function resultSection(data: ReportData): Section {
  const { labelled, trained, untrained, fineTuned, data: transferred } = data.probe;
  const probed = probedData(data);
  const { splits } = probed;
  const [train, images] = [splits.train.count, splits.test.count];
  const margin = (100 * STANDARD_ERRORS * 0.5) / Math.sqrt(images);
  const right = (content: string, more: Partial<Cell> = {}): Cell => ({ content, align: 'right', ...more });
  const rows = figures(trained, measuredSplit(probed)).map(({ name, of }) => {
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
      ${results} ${fineTuned === null ? null : fineTunedTable(fineTuned)}
      <p class="note">
        ${transferred === null ? '' : `All of this page's accuracies and features are of ${transferred.dataset}, not of the data set of pre-training.`}
        ${labelled < train ? `Labels of ${whole(labelled)} of ${whole(train)} training images were used.` : ''} Measured
        on ${whole(images)} ${measuredImages(probed)}: a figure's 95 % interval is at most ±${margin.toFixed(1)} points.
        Differences are in points. The rows measure different things and are not comparable with each other.
      </p>`,
  };
}

/** What came of training all layers further. */
function fineTunedTable({ top1, top5, loss }: FineTuned): Html {
  const figures = [
    { name: 'fine-tuned top-1, last epoch, test split', value: top1 },
    { name: 'fine-tuned top-5, last epoch, test split', value: top5 },
  ];
  return table({
    label: 'Accuracy of the trained encoder after fine-tuning',
    head: [{ content: 'figure' }, { content: 'fine-tuned', align: 'right' }],
    rows: figures.map(({ name, value }): Cell[] => [
      { content: name },
      { content: percent(value), value, align: 'right', strong: true },
    ]),
    caption:
      `All layers of the trained encoder and a classifier, ${whole(loss.length)} epochs on crops and flips of the labelled images; ` +
      `mean loss ${(loss[0] ?? NaN).toFixed(3)} in the first and ${(loss.at(-1) ?? NaN).toFixed(3)} in the last.`,
  });
}
