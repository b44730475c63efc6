import { DATA_SETS, DataSetWriter, type DataSet, type SourceContext } from '@amcl/data';
import type { IngestResult } from '@amcl/results';
import type { Stage, StageContext } from '@amcl/stage';
import { pipelined } from '@amcl/streams';
import { defer, finalize, lastValueFrom, range, tap } from 'rxjs';

const MEGABYTE = 1e6;

/** Stage ingest: a data set from its source to checked shards of uint8 images with labels. */
export const ingest = createIngest(DATA_SETS);

/** @param dataSets by their names in an experiment */
export function createIngest(dataSets: { readonly cifar10: DataSet }): Stage<'dataset', never, IngestResult> {
  return {
    name: 'ingest',
    section: 'dataset',
    reads: [],
    usesEngine: false,
    run: async ({ name, source, limit }, _inputs, context) => {
      const dataSet = dataSets[name];
      const opened = await dataSet.open(source, sourceContext(context));
      const writer = new DataSetWriter(dataSet, opened, context.output, { limit, seed: context.seed });
      const images$ = defer(() => {
        const parts = opened.parts();
        return range(0, opened.partCount).pipe(
          // The next part is decoded while one is written: two parts in memory, whatever the size of the set.
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
      const { total } = writer;
      const report = (): void =>
        context.emit({ kind: 'progress', task: 'write', done: writer.written, total, unit: 'images' });
      await lastValueFrom(images$.pipe(tap(report)));
      const result = await writer.finish();
      context.emit({ kind: 'message', level: 'info', text: summary(result) });
      return { result };
    },
  };
}

function sourceContext({ workspace, signal, emit }: StageContext): SourceContext {
  return {
    workspace,
    signal,
    onDownload: (done, total) =>
      emit({
        kind: 'progress',
        task: 'download',
        done: Math.floor(done / MEGABYTE),
        total: Math.floor(total / MEGABYTE),
        unit: 'MB',
      }),
    onMessage: (text) => emit({ kind: 'message', level: 'info', text }),
  };
}

function summary({ dataset, classNames, splits: { train, test } }: IngestResult): string {
  return `${dataset}: ${train.count} training and ${test.count} test images of ${classNames.length} classes`;
}
