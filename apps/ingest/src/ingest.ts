import { DATA_SETS, ingestDataSet, type DataSets } from '@amcl/data';
import { measuredImages, type IngestResult } from '@amcl/results';
import { sourceReports, type Stage } from '@amcl/stage';

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
      const context = { workspace, signal, seed, output, ...sourceReports(emit, 'write') };
      const result = await ingestDataSet(section, context, dataSets);
      emit({ kind: 'message', level: 'info', text: summary(result) });
      return { result };
    },
  };
}

function summary(result: IngestResult): string {
  const { dataset, classNames } = result;
  const { train, test, unlabelled } = result.splits;
  const more = unlabelled === null ? '' : `, and ${unlabelled.count} without a label`;
  return `${dataset}: ${train.count} training and ${test.count} ${measuredImages(result)} of ${classNames.length} classes${more}`;
}
