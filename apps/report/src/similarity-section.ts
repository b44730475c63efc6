import { figure, grid, histogramChart, html, type Html, type Section } from '@amcl/reporting';
import type { Similarity } from '@amcl/results';
import type { ReportData } from './report-data';

/** Histograms of the similarity of positive and negative pairs, untrained and trained. */
export async function similaritySection({ probe: { similarity } }: ReportData): Promise<Section> {
  const { trained, untrained } = similarity;
  const charts = [await chart('Untrained', untrained), await chart('Trained', trained)];
  return {
    id: 'similarity',
    heading: 'Similarity of pairs',
    body: html`<p>
        Cosine similarity after the projection head, of two views of one test image (positive pair) and of views of two
        test images (negative pair). The less the two histograms overlap, the better the network tells images apart.
      </p>
      ${grid(charts)}`,
  };
}

async function chart(name: string, { edges, positive, negative, overlap }: Similarity): Promise<Html> {
  const svg = await histogramChart({
    label: `${name}: histograms of the cosine similarity of positive and negative pairs, overlap ${overlap.toFixed(3)}`,
    x: 'cosine similarity',
    y: 'share of pairs',
    edges,
    series: [
      { name: 'positive pairs', shares: positive },
      { name: 'negative pairs', shares: negative },
    ],
  });
  return figure(
    name,
    svg,
    html`Overlap <strong>${overlap.toFixed(3)}</strong>: sum over the ${positive.length} bins of the smaller share.`,
  );
}
