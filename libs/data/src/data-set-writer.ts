import type { OutputFolder } from '@amcl/artifacts';
import type { IngestResult } from '@amcl/results';
import { ChannelStatistics } from './channel-statistics';
import { countPerClass } from './check-labels';
import { SPLIT_NAMES, type DataSource, type ImagePart, type SplitName } from './data-set';
import { planSplits, type Selection, type SplitPlan } from './plan-splits';
import { imagesPerShard, ShardWriter } from './shard-writer';

/** What is written of a data set, and how. */
export interface WriterOptions {
  readonly selection: Selection;
  /** Seed of what is drawn. */
  readonly seed: number;
  /** Images of a full shard; 30 MB of them unless given. */
  readonly perShard?: number;
}

interface SplitProgress {
  readonly name: SplitName;
  readonly shards: ShardWriter;
  readonly from: SplitName;
  /** Images to write, ascending, and how many of them are. */
  readonly indices: Uint32Array;
  written: number;
}

/** Turns the parts of a source, in their order, into shards and the result of stage ingest. */
export class DataSetWriter {
  private readonly statistics: ChannelStatistics;
  private readonly splits: readonly SplitProgress[];
  private readonly seen: Record<SplitName, number> = { train: 0, test: 0, unlabelled: 0 };
  private readonly imageBytes: number;

  /** @throws UserError when the selection does not fit the source */
  constructor(
    private readonly source: DataSource,
    output: Pick<OutputFolder, 'writeBlob'>,
    private readonly options: WriterOptions,
  ) {
    const { shape } = source;
    this.imageBytes = shape.reduce((product, size) => product * size, 1);
    this.statistics = new ChannelStatistics(shape[2]);
    const plan: SplitPlan = planSplits(source, options.selection, options.seed);
    const perShard = options.perShard ?? imagesPerShard(shape);
    this.splits = SPLIT_NAMES.map((name) => {
      const { from, indices } = plan[name];
      const shards = new ShardWriter(output, name, shape, Math.min(perShard, indices.length));
      return { name, from, indices, shards, written: 0 };
    });
  }

  /** Images to write in all. */
  get total(): number {
    return this.splits.reduce((sum, { indices }) => sum + indices.length, 0);
  }

  /** Images written so far. */
  get written(): number {
    return this.splits.reduce((sum, { written }) => sum + written, 0);
  }

  /** Writes the chosen images of the next part. */
  async write(part: ImagePart): Promise<void> {
    const start = this.seen[part.split];
    for (const split of this.splits) if (split.from === part.split) await this.writeOf(split, part, start);
    this.seen[part.split] = start + part.images.length / this.imageBytes;
  }

  /** @param start index of the part's first image */
  private async writeOf(progress: SplitProgress, { split, images }: ImagePart, start: number): Promise<void> {
    const { indices, shards, name } = progress;
    const labels = split === 'unlabelled' ? null : this.source.labels[split];
    const end = start + images.length / this.imageBytes;
    for (; (indices[progress.written] ?? end) < end; progress.written++) {
      const index = indices[progress.written] ?? 0;
      const from = (index - start) * this.imageBytes;
      const image = images.subarray(from, from + this.imageBytes);
      if (shards.isFull) await shards.flush();
      shards.add(image, labels?.[index] ?? 0);
      if (name === 'train') this.statistics.add(image);
    }
  }

  /** Writes what is left, after the last part. */
  async finish(): Promise<IngestResult> {
    const { name, shape, classNames } = this.source;
    const [height, width, channels] = shape;
    const [mean, std] = [this.statistics.mean(), this.statistics.std()];
    const written: Partial<Record<SplitName, WrittenSplit>> = {};
    for (const split of this.splits) written[split.name] = await this.finishSplit(split);
    const { train, test, unlabelled } = written as Record<SplitName, WrittenSplit>;
    return {
      dataset: name,
      shape: [height, width, channels],
      classNames: [...classNames],
      mean,
      std,
      evaluatedOn: this.options.selection.holdOut === null ? 'test' : 'held-out',
      splits: { train, test, unlabelled: unlabelled.count === 0 ? null : unlabelled },
      damaged: [],
    };
  }

  private async finishSplit({ name, from, indices, shards, written }: SplitProgress): Promise<WrittenSplit> {
    if (written !== indices.length)
      throw new Error(
        `Expected ${indices.length} ${name} images of ${this.source.name} but the source gave ${written}`,
      );
    await shards.flush();
    if (from === 'unlabelled') return { count: written, shards: [...shards.shards], perClass: [] };
    const all = this.source.labels[from];
    const labels = Uint16Array.from(indices, (index) => all[index] ?? 0);
    const perClass = countPerClass(labels, this.source.classNames.length);
    return { count: written, shards: [...shards.shards], perClass };
  }
}

type WrittenSplit = IngestResult['splits']['train'];
