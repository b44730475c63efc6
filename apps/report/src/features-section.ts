import { figure, html, imageGrid, scatterMap, stack, type Html, type Section } from '@amcl/reporting';
import { probedData } from '@amcl/runs';
import { whole } from './format';
import { measuredImages } from '@amcl/results';
import type { ReportData, ShownImage } from './report-data';

/** What the trained encoder's features hold near each other: a map of images that were measured on, and nearest neighbours. Null where neither was asked for. */
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
  const probed = probedData(data);
  if (map === null || mapImages === null) return null;
  const images = measuredImages(probed);
  const count = map.images.length;
  const drawn = scatterMap({
    label: `Map of ${whole(count)} ${images} by UMAP of the trained encoder’s features, coloured by class`,
    classes: probed.classNames,
    points: map.images.map((image, index) => ({
      x: map.x[index] ?? NaN,
      y: map.y[index] ?? NaN,
      class: mapImages.labels[index] ?? 0,
      tile: index,
      name: `${probed.evaluatedOn} image ${image}`,
    })),
    sprite: mapImages.sprite,
  });
  return figure(
    'Embedding map',
    drawn,
    `UMAP (arXiv 1802.03426) of the features of ${whole(count)} ${images} by cosine similarity. Near points are alike; distances between far groups, and the axes, mean nothing.`,
  );
}

function neighboursFigure(data: ReportData): Html | null {
  const { neighbours } = data;
  if (neighbours.length === 0) return null;
  const probed = probedData(data);
  const { classNames, evaluatedOn } = probed;
  const name = ({ label }: ShownImage): string => classNames[label] ?? `class ${label}`;
  const drawn = imageGrid({
    label: `Nearest training images of some ${measuredImages(probed)}`,
    first: `${evaluatedOn} image`,
    others: 'neighbour',
    rows: neighbours.map(({ query, nearest }) => ({
      query: { image: query.picture, alt: `${evaluatedOn} image ${query.index}: ${name(query)}`, caption: name(query) },
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
    `The training images of the highest cosine similarity to ${measuredImages(probed)} that the seed chose, by the trained encoder’s features.`,
  );
}
