import type { DatasetSection } from './index';
import { dataSets, type DataSetFacts } from './facts';

/** Images that ingest will give; null where only it can tell. */
export interface ImageCounts {
  /** With a label. */
  readonly train: number | null;
  /** Held out, or of the test split. */
  readonly test: number | null;
  /** That pre-training sees: the unlabelled ones where there are any, else those of `train`. */
  readonly pretrain: number | null;
}

/** What a section takes of its data set. */
export function countImages(section: DatasetSection): ImageCounts {
  const { limit, holdOut } = section;
  const facts: DataSetFacts = dataSets[section.name];
  const labelled = section.name === 'stl10' && section.fold !== null ? 1000 : facts.train;
  const left = labelled === null ? null : labelled - (holdOut ?? 0);
  const train = limit?.train ?? left;
  const test = limit?.test ?? holdOut ?? facts.test;
  return { train, test, pretrain: unlabelledImages(section) ?? train };
}

/** Null where there are none, so that the labelled ones pre-train. */
function unlabelledImages(section: DatasetSection): number | null {
  if (section.name !== 'stl10' || section.unlabelled === 0) return null;
  return section.unlabelled ?? dataSets.stl10.unlabelled;
}
