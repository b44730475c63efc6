import {
  figure,
  grid,
  histogramChart,
  histogramGrid,
  html,
  stack,
  table,
  type Cell,
  type Html,
  type Section,
} from '@amcl/reporting';
import type { Similarity } from '@amcl/results';
import type { ReportData } from './report-data';

const SERIES = ['positive pairs', 'negative pairs'] as const;

/** Histograms of the similarity of positive and negative pairs, untrained and trained, and by the number of augmentations. */
export async function similaritySection(data: ReportData): Promise<Section> {
  const { trained, untrained } = data.probe.similarity;
  const charts = [await chart('Untrained', untrained), await chart('Trained', trained)];
  return {
    id: 'similarity',
    heading: 'Similarity of pairs',
    body: html`<p>
        Cosine similarity after the projection head, of two views of one ${data.ingest.evaluatedOn} image (positive
        pair) and of views of two of them (negative pair). The less the two histograms overlap, the better the network
        tells images apart.
      </p>
      ${grid(charts)} ${stack([await augmentationsFigure(data)])} ${geometryTable(data)}`,
  };
}

async function chart(name: string, { edges, positive, negative, overlap }: Similarity): Promise<Html> {
  const svg = await histogramChart({
    label: `${name}: histograms of the cosine similarity of positive and negative pairs, overlap ${overlap.toFixed(3)}`,
    x: 'cosine similarity',
    y: 'share of pairs',
    edges,
    series: [
      { name: SERIES[0], shares: positive },
      { name: SERIES[1], shares: negative },
    ],
  });
  return figure(
    name,
    svg,
    html`Overlap <strong>${overlap.toFixed(3)}</strong>: sum over the ${positive.length} bins of the smaller share.`,
  );
}

/** The paper's figure 1 (arXiv 2310.05615) of this encoder. */
async function augmentationsFigure({ probe: { augmentations } }: ReportData): Promise<Html> {
  const histograms = augmentations.map(({ trained, untrained }) => ({
    shares: [trained.positive, trained.negative],
    note: `overlap ${trained.overlap.toFixed(3)}, untrained ${untrained.overlap.toFixed(3)}`,
  }));
  const drawn = await histogramGrid({
    label: 'Similarity of positive and negative pairs by the number of augmentations',
    x: 'cosine similarity',
    edges: augmentations[0]?.trained.edges ?? [],
    series: SERIES,
    columns: augmentations.map(({ set, count }) => `${count}: ${set}`),
    rows: [{ name: 'trained', histograms }],
  });
  return figure(
    'By the number of augmentations',
    drawn,
    'The trained encoder, its views drawn with one to five augmentations: a crop, b blur, c grayscale, d colour jitter, e flip. As figure 1 of AMCL (arXiv 2310.05615), where each column is trained with its own.',
  );
}

function geometryTable({ probe: { geometry } }: ReportData): Html {
  const cell = (value: number, strong = false): Cell => ({
    content: value.toFixed(3).replace('-', '−'),
    value,
    align: 'right',
    strong,
  });
  return table({
    label: 'Alignment and uniformity of the trained and the untrained encoder',
    head: [
      { content: 'of the embeddings of these pairs' },
      { content: 'untrained', align: 'right' },
      { content: 'trained', align: 'right' },
    ],
    rows: [
      [
        { content: 'alignment: mean squared distance of positive pairs' },
        cell(geometry.untrained.alignment),
        cell(geometry.trained.alignment, true),
      ],
      [
        { content: 'uniformity: log mean exp(−2 d²) over pairs of images' },
        cell(geometry.untrained.uniformity),
        cell(geometry.trained.uniformity, true),
      ],
    ],
    caption: 'Wang and Isola, arXiv 2005.10242; lower is better for both, and one is easily had without the other.',
  });
}
