/** The two halves of a data set, which never mix. */
export type SplitName = 'train' | 'test';
export const SPLIT_NAMES: readonly SplitName[] = ['train', 'test'];

/** Height, width, channels. */
export type ImageShape = readonly [number, number, number];

/** A data set that ingest can bring: a folder of this library each. */
export interface DataSet {
  readonly name: string;
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
  /** Number of images of each split, equally many of every class. */
  readonly counts: Readonly<Record<SplitName, number>>;
  /**
   * Brings the source to this machine and checks it.
   * @param source as in the experiment's `dataset.source`
   * @throws UserError naming file and offset when the source is missing, truncated or not this data set
   */
  open(source: string, context: SourceContext): Promise<DataSource>;
}

/** What opening a source needs of the program around it. */
export interface SourceContext {
  /** Folder against which the paths of a source resolve. */
  readonly workspace: string;
  readonly signal: AbortSignal;
  /** Bytes fetched so far, and in all. */
  onDownload(this: void, done: number, total: number): void;
  /** Something a user should know, as a line. */
  onMessage(this: void, text: string): void;
}

/** A checked source, ready to be read. */
export interface DataSource {
  /** Class of every image, in the data set's order. */
  readonly labels: Readonly<Record<SplitName, Uint8Array>>;
  /** Number of parts that {@link DataSource.parts} gives. */
  readonly partCount: number;
  /** Every image: train before test, each in the order of `labels`, a part read only when it is asked for. */
  parts(): AsyncGenerator<ImagePart, void, undefined>;
}

/** A run of consecutive images of a split. */
export interface ImagePart {
  readonly split: SplitName;
  /** [n, H, W, C], 0..255. */
  readonly images: Uint8Array;
}
