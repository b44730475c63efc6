import { UserError, type OutputFolder } from '@amcl/artifacts';
import type { RgbImage } from '@amcl/images';
import type { IngestResult } from '@amcl/results';
import { pipelined } from '@amcl/streams';
import { lastValueFrom, range } from 'rxjs';
import { ChannelStatistics } from '../channel-statistics';
import { countPerClass } from '../check-labels';
import { SPLIT_NAMES, type EncodedSource, type SourceContext, type SplitName } from '../data-set';
import { planSplits, type PlannedSplit, type Selection } from '../plan-splits';
import { DamagedImages } from './damaged-images';
import { decodeImage } from './decode-image';
import { openSink } from './image-sink';
import { samplePixels } from './sample-pixels';

/** Images that are read and decoded at a time: enough for libvips' threads, few enough for the memory. */
const AHEAD = 7;
const CHANNELS = 3;

/** What writing takes of the program around it. */
export interface WriteContext extends Pick<SourceContext, 'signal' | 'onMessage'> {
  readonly seed: number;
  readonly output: Pick<OutputFolder, 'writeBlob'>;
  /** Images looked at so far, and in all. */
  onProgress(this: void, done: number, total: number): void;
  /** Bytes of a shard; tests have small ones. */
  readonly shardBytes?: number;
}

/**
 * Writes the chosen images of a source of encoded files, a split after the other, in order. Each is decoded once, in full. In memory are a
 * few decoded images and one shard.
 *
 * One that is damaged is named, and by the source's `onDamaged` left out, or ends the ingest after all others have been looked at: what was
 * found by then is one error. After the first one nothing more is written.
 * @throws UserError when images are damaged, the selection does not fit the source, or a split has no images left
 */
export async function writeEncoded(
  source: EncodedSource,
  selection: Selection,
  context: WriteContext,
): Promise<IngestResult> {
  const plan = planSplits(source, selection, context.seed);
  const statistics = new ChannelStatistics(CHANNELS);
  const damaged = new DamagedImages();
  const total = SPLIT_NAMES.reduce((sum, name) => sum + plan[name].indices.length, 0);
  let done = 0;
  const onImage = (): void => context.onProgress(++done, total);
  const written: Partial<Record<SplitName, WrittenSplit>> = {};
  for (const name of SPLIT_NAMES)
    written[name] = await writeSplit(name, plan[name], { source, context, statistics, damaged, onImage });
  if (damaged.names.length > 0 && source.onDamaged === 'stop') throw damaged.toError(total);
  if (damaged.names.length > 0) context.onMessage(`${damaged.describe(total)}\nThey are left out.`, 'warning');
  const { train, test, unlabelled } = written as Record<SplitName, WrittenSplit>;
  for (const [name, { count }] of Object.entries({ train, test }))
    if (count === 0) throw new UserError(`Expected ${name} images of ${source.name} but none can be decoded.`);
  return {
    dataset: source.name,
    shape: source.keep === 'files' ? null : [...source.keep],
    classNames: [...source.classNames],
    mean: statistics.mean(),
    std: statistics.std(),
    evaluatedOn: selection.holdOut === null ? 'test' : 'held-out',
    splits: { train, test, unlabelled: unlabelled.count === 0 ? null : unlabelled },
    damaged: damaged.names,
  };
}

type WrittenSplit = IngestResult['splits']['train'];

interface Writing {
  readonly source: EncodedSource;
  readonly context: WriteContext;
  /** Of the train split. */
  readonly statistics: ChannelStatistics;
  readonly damaged: DamagedImages;
  onImage(this: void): void;
}

type Looked = { readonly file: Uint8Array; readonly decoded: RgbImage } | { readonly error: unknown };

async function writeSplit(name: SplitName, { from, indices }: PlannedSplit, writing: Writing): Promise<WrittenSplit> {
  const { source, context, statistics, damaged, onImage } = writing;
  const sink = openSink(context.output, name, source.keep, context.shardBytes);
  const all = from === 'unlabelled' ? null : source.labels[from];
  const labels: number[] = [];
  const consume = async (looked: Looked, place: number): Promise<void> => {
    context.signal.throwIfAborted();
    const index = indices[place] ?? 0;
    if ('error' in looked) damaged.note(source.nameOf(from, index), source.pathOf(from, index), looked.error);
    else if (damaged.names.length === 0 || source.onDamaged === 'skip') {
      const label = all?.[index] ?? 0;
      await sink.add(looked.file, looked.decoded, label);
      labels.push(label);
      if (name === 'train') statistics.add(samplePixels(looked.decoded));
    }
    onImage();
  };
  const images$ = range(0, indices.length).pipe(
    pipelined({ ahead: AHEAD, prepare: (place) => look(source, from, indices[place] ?? 0), consume }),
  );
  await lastValueFrom(images$, { defaultValue: undefined });
  if (damaged.names.length === 0 || source.onDamaged === 'skip') await sink.finish();
  const perClass = all === null ? [] : countPerClass(Uint16Array.from(labels), source.classNames.length);
  return { count: labels.length, shards: [...sink.shards], perClass };
}

async function look(source: EncodedSource, split: SplitName, index: number): Promise<Looked> {
  try {
    const file = await source.read(split, index);
    return { file, decoded: await decodeImage(file, source.keep === 'files' ? null : source.keep) };
  } catch (error) {
    return { error };
  }
}
