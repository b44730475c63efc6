import { figure, grid, heatMap, table, type Cell, type Section } from '@amcl/reporting';
import { measuredSplit } from '@amcl/results';
import { probedData } from '@amcl/runs';
import { percent, points } from './format';
import type { ReportData } from './report-data';

/** Accuracy of each class, and what is taken for what. */
export async function classesSection(data: ReportData): Promise<Section> {
  const { trained, untrained } = data.probe;
  const probed = probedData(data);
  const { classNames } = probed;
  const right = (content: string, more: Partial<Cell> = {}): Cell => ({ content, align: 'right', ...more });
  const rows = classNames.map((name, label) => {
    const [after, before] = [trained.probe.perClass[label] ?? 0, untrained.probe.perClass[label] ?? 0];
    const difference = after - before;
    const trend = difference < 0 ? 'down' : 'up';
    return [
      { content: name },
      right(percent(before)),
      right(percent(after), { strong: true }),
      right(points(difference), { trend }),
    ];
  });
  const accuracies = table({
    label: 'Linear probe top-1 of each class',
    head: [
      { content: 'class' },
      { content: 'untrained', align: 'right' },
      { content: 'trained', align: 'right' },
      { content: 'difference', align: 'right' },
    ],
    rows,
  });
  const confusion = await heatMap({
    label: 'Confusion matrix of the linear probe on the trained encoder: rows are true classes, columns predicted ones',
    x: 'predicted class',
    y: 'true class',
    names: classNames,
    counts: trained.probe.confusion,
  });
  return {
    id: 'classes',
    heading: 'Classes',
    body: grid([
      figure(
        'Linear probe top-1 of each class',
        accuracies,
        `Last epoch, ${measuredSplit(probed)}; the share of the class’s images that are given to it.`,
      ),
      figure(
        'Confusion matrix',
        confusion,
        `Linear probe on the trained encoder, last epoch, ${measuredSplit(probed)}: number of images; the colour is the share of the row.`,
      ),
    ]),
  };
}
