import type { DatasetSection } from '@amcl/experiment';

/** The images with a class: those to train on, and those to measure on, which never mix. */
export type LabelledSplit = 'train' | 'test';
/** `unlabelled`: images for pre-training alone. */
export type SplitName = LabelledSplit | 'unlabelled';
export const SPLIT_NAMES: readonly SplitName[] = ['train', 'test', 'unlabelled'];

/** Height, width, channels. */
export type ImageShape = readonly [number, number, number];

/** Class of every image of a split, in the data set's order. */
export type Labels = Uint8Array | Uint16Array;

/** A data set that ingest can bring: a folder of this library each. `T` is the kind of its source. */
export interface DataSet<S extends DatasetSection = DatasetSection, T extends AnySource = DataSource> {
  /**
   * Brings the source to this machine and checks it.
   * @param section the experiment's `dataset`
   * @throws UserError naming file and offset when the source is missing, truncated or not this data set
   */
  open(section: S, context: SourceContext): Promise<T>;
}

/** What opening a source needs of the program around it. */
export interface SourceContext {
  /** Folder against which the paths of a source resolve. */
  readonly workspace: string;
  readonly signal: AbortSignal;
  /** Bytes fetched so far, and in all. */
  onDownload(this: void, done: number, total: number): void;
  /** Something a user should know, as a line; `info` unless given. */
  onMessage(this: void, text: string, level?: 'info' | 'warning'): void;
}

/** What is known of a checked source before its images are read. */
export interface SourceHead {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly labels: Readonly<Record<LabelledSplit, Labels>>;
  /** Number of images without a label. */
  readonly unlabelled: number;
}

/** A source whose images are all of one size, and small: they are kept as pixels. */
export interface DataSource extends SourceHead {
  readonly kind?: 'pixels';
  readonly shape: ImageShape;
  /** Number of parts that {@link DataSource.parts} gives. */
  readonly partCount: number;
  /** Every image: a split after the other, each in the data set's order, a part read only when it is asked for. */
  parts(): AsyncGenerator<ImagePart, void, undefined>;
}

/** A source whose images are encoded files (JPEG, PNG, ...), each read on its own. Ingest decodes each once, to find the damaged ones. */
export interface EncodedSource extends SourceHead {
  readonly kind: 'encoded';
  /** What ingest writes: the files as they are, or their pixels, of this shape each. */
  readonly keep: 'files' | ImageShape;
  /** Whether an image that cannot be decoded ends the ingest, or is left out. */
  readonly onDamaged: 'stop' | 'skip';
  /** The file of an image by a name that is the same on every machine, for the result. */
  nameOf(this: void, split: SplitName, index: number): string;
  /** The same where it lies, for messages. */
  pathOf(this: void, split: SplitName, index: number): string;
  /** Its bytes; several may be read at a time. */
  read(this: void, split: SplitName, index: number): Promise<Uint8Array>;
  /** Closes what is open. */
  close(this: void): Promise<void>;
}

/** Both kinds. */
export type AnySource = DataSource | EncodedSource;

/** A run of consecutive images of a split. */
export interface ImagePart {
  readonly split: SplitName;
  /** [n, H, W, C], 0..255. */
  readonly images: Uint8Array;
}
