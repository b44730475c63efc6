import { readSplit, type IngestedData, type Split } from '@amcl/data';
import type { ReportSection } from '@amcl/experiment';
import type { LinearProbeResult } from '@amcl/results';
import { readRun, type RunData } from '@amcl/runs';
import type { InputName, RunInputs, StageContext } from '@amcl/stage';
import type { MapImages, ReportData, Sheet, ShownImage, ShownNeighbours } from './report-data';
import { spriteOf, thumbnailOf } from './thumbnails';

/** Gathers what the report shows from the outputs of the stages before. */
export async function readData(
  section: ReportSection,
  inputs: readonly RunInputs<InputName>[],
  place: Pick<StageContext, 'experiment' | 'workspace'>,
): Promise<ReportData> {
  const runs: RunData[] = [];
  for (const run of inputs) runs.push(await readRun(run, place));
  const [first, firstInputs] = [runs[0], inputs[0]?.inputs];
  if (first === undefined || firstInputs === undefined) throw new Error('Expected an experiment of at least one run');
  const { augment } = firstInputs;
  const sheets: Sheet[] = [];
  for (const { name, title } of augment.result.sheets) sheets.push({ title, png: await augment.read(name) });
  const { experiment } = place;
  const { ingest, 'linear-probe': probed } = firstInputs;
  const { data } = first.probe;
  const shards =
    data === null
      ? ingest
      : { result: data, read: (name: string) => probed.read(name), locate: (name: string) => probed.locate(name) };
  const images = await readImages(first.probe, shards);
  return { ...first, title: section.title ?? experiment, experiment, runs, sheets, ...images };
}

/**
 * Pictures of the images that the probe chose to show; the splits are read only if there are any.
 * @param data that the probe was measured on
 */
async function readImages(
  { map, neighbours }: LinearProbeResult,
  data: IngestedData,
): Promise<Pick<ReportData, 'mapImages' | 'neighbours'>> {
  if (map === null && neighbours.length === 0) return { mapImages: null, neighbours: [] };
  const [train, test] = [await readSplit(data, 'train'), await readSplit(data, 'test')];
  const mapImages = map === null ? null : await imagesOfMap(test, map.images);
  const shown = neighbours.map(async ({ image, nearest }): Promise<ShownNeighbours> => {
    const found = nearest.map(async (one) => ({ ...(await shownImage(train, one.image)), similarity: one.similarity }));
    return { query: await shownImage(test, image), nearest: await Promise.all(found) };
  });
  return { mapImages, neighbours: await Promise.all(shown) };
}

async function imagesOfMap(test: Split, images: readonly number[]): Promise<MapImages> {
  return { labels: images.map((image) => labelOf(test, image)), sprite: await spriteOf(test, images) };
}

async function shownImage(split: Split, index: number): Promise<ShownImage> {
  return { index, label: labelOf(split, index), picture: await thumbnailOf(split, index) };
}

function labelOf({ labels }: Split, image: number): number {
  const label = labels[image];
  if (label === undefined) throw new Error(`Expected an image of ${labels.length} but received index ${image}`);
  return label;
}
