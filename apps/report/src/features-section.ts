import { figure, html, imageGrid, scatterMap, stack, type Html, type Section } from '@amcl/reporting';
import { probedData } from '@amcl/runs';
import { whole } from './format';
import type { ReportData, ShownImage } from './report-data';

/** What the trained encoder's features hold near each other: a map of test images, and nearest neighbours. Null where neither was asked for. */
export function featuresSection(data: ReportData): Section | null {
  const figures = [mapFigure(data), neighboursFigure(data)].filter((shown) => shown !== null);
  if (figures.length === 0) return null;
  return {
    id: 'features',
    heading: 'Features',
    body: html`<p>Which images the trained encoder takes to be alike. It saw no labels.</p>
      ${stack(figures)}`,
  };
}

function mapFigure(data: ReportData): Html | null {
  const { mapImages, probe } = data;
  const { map } = probe;
  if (map === null || mapImages === null) return null;
  const count = map.images.length;
  const drawn = scatterMap({
    label: `Map of ${whole(count)} test images by UMAP of the trained encoder’s features, coloured by class`,
    classes: probedData(data).classNames,
    points: map.images.map((image, index) => ({
      x: map.x[index] ?? NaN,
      y: map.y[index] ?? NaN,
      class: mapImages.labels[index] ?? 0,
      tile: index,
      name: `test image ${image}`,
    })),
    sprite: mapImages.sprite,
  });
  return figure(
    'Embedding map',
    drawn,
    `UMAP (arXiv 1802.03426) of the features of ${whole(count)} test images by cosine similarity. Near points are alike; distances between far groups, and the axes, mean nothing.`,
  );
}

function neighboursFigure(data: ReportData): Html | null {
  const { neighbours } = data;
  const { classNames } = probedData(data);
  if (neighbours.length === 0) return null;
  const name = ({ label }: ShownImage): string => classNames[label] ?? `class ${label}`;
  const drawn = imageGrid({
    label: 'Nearest training images of some test images',
    first: 'test image',
    others: 'neighbour',
    rows: neighbours.map(({ query, nearest }) => ({
      query: { image: query.picture, alt: `test image ${query.index}: ${name(query)}`, caption: name(query) },
      images: nearest.map((one) => ({
        image: one.picture,
        alt: `training image ${one.index}: ${name(one)}`,
        caption: name(one),
        note: one.similarity.toFixed(3),
        right: one.label === query.label,
      })),
    })),
  });
  return figure(
    'Nearest neighbours',
    drawn,
    'The training images of the highest cosine similarity to test images that the seed chose, by the trained encoder’s features.',
  );
}
