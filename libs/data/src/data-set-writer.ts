import type { OutputFolder } from '@amcl/artifacts';
import type { IngestResult } from '@amcl/results';
import { ChannelStatistics } from './channel-statistics';
import { checkLabels, countPerClass } from './check-labels';
import { chooseImages } from './choose-images';
import { SPLIT_NAMES, type DataSet, type DataSource, type ImagePart, type SplitName } from './data-set';
import { ShardWriter } from './shard-writer';

const SHARD_IMAGES = 10_000;

/** What is written of a data set, and how. */
export interface WriterOptions {
  /** Class-balanced subset, images in all; `null` writes every image. */
  readonly limit: Readonly<Record<SplitName, number>> | null;
  /** Seed of the subset. */
  readonly seed: number;
  /** Images of a full shard, 10,000 unless given. */
  readonly perShard?: number;
}

interface SplitProgress {
  readonly shards: ShardWriter;
  /** Images to write, ascending. */
  readonly chosen: Uint32Array;
  /** Images seen, and of the chosen ones those written. */
  seen: number;
  written: number;
}

/** Turns the parts of a source, in their order, into shards and the result of stage ingest. */
export class DataSetWriter {
  private readonly statistics: ChannelStatistics;
  private readonly splits: Readonly<Record<SplitName, SplitProgress>>;

  /** @throws UserError when the source's counts are not the data set's, or the limit does not fit them */
  constructor(
    private readonly dataSet: DataSet,
    private readonly source: DataSource,
    output: Pick<OutputFolder, 'writeBlob'>,
    { limit, seed, perShard = SHARD_IMAGES }: WriterOptions,
  ) {
    checkLabels(dataSet, source);
    this.statistics = new ChannelStatistics(dataSet.shape[2]);
    const begin = (split: SplitName): SplitProgress => {
      const classes = dataSet.classNames.length;
      const chosen = chooseImages({
        split,
        labels: source.labels[split],
        classes,
        limit: limit?.[split] ?? null,
        seed,
      });
      const room = Math.min(perShard, chosen.length);
      return { shards: new ShardWriter(output, split, dataSet.shape, room), chosen, seen: 0, written: 0 };
    };
    this.splits = { train: begin('train'), test: begin('test') };
  }

  /** Images to write in all. */
  get total(): number {
    return SPLIT_NAMES.reduce((sum, split) => sum + this.splits[split].chosen.length, 0);
  }

  /** Images written so far. */
  get written(): number {
    return SPLIT_NAMES.reduce((sum, split) => sum + this.splits[split].written, 0);
  }

  /** Writes the chosen images of the next part. */
  async write({ split, images }: ImagePart): Promise<void> {
    const progress = this.splits[split];
    const labels = this.source.labels[split];
    const imageBytes = this.dataSet.shape.reduce((product, size) => product * size, 1);
    const end = progress.seen + images.length / imageBytes;
    for (
      let index = progress.chosen[progress.written] ?? end;
      index < end;
      index = progress.chosen[progress.written] ?? end
    ) {
      const start = (index - progress.seen) * imageBytes;
      const image = images.subarray(start, start + imageBytes);
      progress.shards.add(image, labels[index] ?? 0);
      if (split === 'train') this.statistics.add(image);
      progress.written++;
      if (progress.shards.isFull) await progress.shards.flush();
    }
    progress.seen = end;
  }

  /** Writes what is left, after the last part. */
  async finish(): Promise<IngestResult> {
    const { name, shape, classNames } = this.dataSet;
    const [height, width, channels] = shape;
    const splits = { train: await this.finishSplit('train'), test: await this.finishSplit('test') };
    const [mean, std] = [this.statistics.mean(), this.statistics.std()];
    return { dataset: name, shape: [height, width, channels], classNames: [...classNames], mean, std, splits };
  }

  private async finishSplit(split: SplitName): Promise<IngestResult['splits'][SplitName]> {
    const { shards, chosen, written } = this.splits[split];
    if (written !== chosen.length)
      throw new Error(
        `Expected ${chosen.length} ${split} images of ${this.dataSet.name} but the source gave ${written}`,
      );
    await shards.flush();
    const labels = Uint8Array.from(chosen, (index) => this.source.labels[split][index] ?? 0);
    return {
      count: written,
      shards: [...shards.shards],
      perClass: countPerClass(labels, this.dataSet.classNames.length),
    };
  }
}
