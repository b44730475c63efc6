import { DATA_SETS, ingestDataSet, type DataSets } from '@amcl/data';
import { measuredImages, type IngestResult } from '@amcl/results';
import type { Stage } from '@amcl/stage';

const MEGABYTE = 1e6;

/** Stage ingest: a data set from its source to checked shards of images with labels. */
export const ingest = createIngest(DATA_SETS);

/** @param dataSets by their names in an experiment */
export function createIngest(dataSets: Partial<DataSets>): Stage<'dataset', never, IngestResult> {
  return {
    name: 'ingest',
    section: 'dataset',
    reads: [],
    usesEngine: false,
    run: async (section, _inputs, { workspace, signal, seed, output, emit }) => {
      const context = {
        workspace,
        signal,
        seed,
        output,
        onDownload: (done: number, total: number) =>
          emit({ kind: 'progress', task: 'download', done: megabytes(done), total: megabytes(total), unit: 'MB' }),
        onMessage: (text: string, level: 'info' | 'warning' = 'info') => emit({ kind: 'message', level, text }),
        onProgress: (done: number, total: number) =>
          emit({ kind: 'progress', task: 'write', done, total, unit: 'images' }),
      };
      const result = await ingestDataSet(section, context, dataSets);
      emit({ kind: 'message', level: 'info', text: summary(result) });
      return { result };
    },
  };
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / MEGABYTE);
}

function summary(result: IngestResult): string {
  const { dataset, classNames } = result;
  const { train, test, unlabelled } = result.splits;
  const more = unlabelled === null ? '' : `, and ${unlabelled.count} without a label`;
  return `${dataset}: ${train.count} training and ${test.count} ${measuredImages(result)} of ${classNames.length} classes${more}`;
}
