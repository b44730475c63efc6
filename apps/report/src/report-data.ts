import type { ImageFile, Sprite } from '@amcl/reporting';
import type { RunData } from '@amcl/runs';

/** A contact sheet: its title and its PNG. */
export interface Sheet {
  readonly title: string;
  readonly png: Uint8Array;
}

/** An image of a split: its index there, its class and its picture. */
export interface ShownImage {
  readonly index: number;
  /** Index of its class. */
  readonly label: number;
  readonly picture: ImageFile;
}

/** A test image and the training images that are most similar to it, nearest first. */
export interface ShownNeighbours {
  readonly query: ShownImage;
  readonly nearest: readonly (ShownImage & { readonly similarity: number })[];
}

/** Pictures and classes of the images of the embedding map, in its order. */
export interface MapImages {
  readonly labels: readonly number[];
  readonly sprite: Sprite;
}

/** All that a report shows: a run in full, the experiment's first, and what its runs have together. The same data gives the same page. */
export interface ReportData extends RunData {
  readonly title: string;
  readonly experiment: string;
  /** One or more; the first is the one that is shown in full. */
  readonly runs: readonly RunData[];
  readonly sheets: readonly Sheet[];
  /** Null where no map was asked for. */
  readonly mapImages: MapImages | null;
  readonly neighbours: readonly ShownNeighbours[];
}
