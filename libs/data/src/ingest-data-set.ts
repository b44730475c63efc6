import type { OutputFolder } from '@amcl/artifacts';
import type { DatasetSection } from '@amcl/experiment';
import type { IngestResult } from '@amcl/results';
import { pipelined } from '@amcl/streams';
import { defer, finalize, lastValueFrom, range, tap } from 'rxjs';
import type { AnySource, DataSet, DataSource, SourceContext } from './data-set';
import { DATA_SETS, type DataSets } from './data-sets';
import { DataSetWriter } from './data-set-writer';
import { writeEncoded } from './encoded/write-encoded';
import type { Selection } from './plan-splits';

/** What bringing a data set needs of the program around it. */
export interface IngestContext extends SourceContext {
  /** Seed of what is drawn. */
  readonly seed: number;
  readonly output: Pick<OutputFolder, 'writeBlob'>;
  /** Images written so far, and in all. */
  onProgress(this: void, done: number, total: number): void;
}

/**
 * Brings what a section asks for, as shards in an output folder. In memory are two parts of the source and one shard of each split; of
 * encoded files a few images and one shard.
 * @param dataSets those that there are; tests have small ones
 * @throws UserError as {@link DataSet.open}, when limits do not fit the data set, and when images are damaged
 */
export async function ingestDataSet(
  section: DatasetSection,
  context: IngestContext,
  dataSets: Partial<DataSets> = DATA_SETS,
): Promise<IngestResult> {
  const dataSet: DataSet<never, AnySource> | undefined = dataSets[section.name];
  if (dataSet === undefined) throw new Error(`Expected a data set of the library but received ${section.name}`);
  const source = await dataSet.open(section as never, context);
  if (source.kind !== 'encoded') return writePixels(source, selectionOf(section), context);
  try {
    return await writeEncoded(source, selectionOf(section), context);
  } finally {
    await source.close();
  }
}

async function writePixels(source: DataSource, selection: Selection, context: IngestContext): Promise<IngestResult> {
  const writer = new DataSetWriter(source, context.output, { selection, seed: context.seed });
  const images$ = defer(() => {
    const parts = source.parts();
    return range(0, source.partCount).pipe(
      // The next part is decoded while one is written.
      pipelined({
        ahead: 1,
        prepare: () => parts.next(),
        consume: async (part) => {
          context.signal.throwIfAborted();
          if (part.done !== true) await writer.write(part.value);
        },
      }),
      finalize(() => void parts.return()),
    );
  });
  await lastValueFrom(images$.pipe(tap(() => context.onProgress(writer.written, writer.total))));
  return writer.finish();
}

function selectionOf(section: DatasetSection): Selection {
  const { limit, holdOut } = section;
  return { limit, holdOut, unlabelled: section.name === 'stl10' ? section.unlabelled : null };
}
