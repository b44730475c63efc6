import type { BlobReference } from '@amcl/artifacts';
import { ingestDataSet, type DataSets, type IngestedData } from '@amcl/data';
import type { DatasetSection } from '@amcl/experiment';
import { measuredImages } from '@amcl/results';
import { sourceReports, type StageContext } from '@amcl/stage';

/**
 * Brings a data set as stage ingest does, into this stage's own output: for transfer.
 * @param dataSets those that there are
 * @throws UserError as `ingestDataSet`
 */
export async function bringDataSet(
  section: DatasetSection,
  { workspace, signal, seed, store, output, emit }: StageContext,
  dataSets: Partial<DataSets>,
): Promise<IngestedData> {
  const shards: Record<string, BlobReference> = {};
  const writeBlob = async (name: string, data: Parameters<typeof store.put>[0]): Promise<void> => {
    const reference = await store.put(data);
    await output.link(name, reference);
    shards[name] = reference;
  };
  const reports = sourceReports(emit, `write ${section.name}`);
  const context = { workspace, signal, seed, output: { writeBlob }, ...reports };
  const result = await ingestDataSet(section, context, dataSets);
  const read = async (name: string): Promise<Uint8Array> => {
    const bytes = await store.find(shards[name]?.sha256 ?? '');
    if (bytes === null) throw new Error(`Expected shard ${name}, which was just written, in the store but it is gone`);
    return bytes;
  };
  const locate = async (name: string): Promise<string> => {
    const reference = shards[name];
    if (reference === undefined || !(await store.has(reference)))
      throw new Error(`Expected shard ${name}, which was just written, in the store but it is gone`);
    return store.path(reference.sha256);
  };
  const { train, test } = result.splits;
  emit({
    kind: 'message',
    level: 'info',
    text: `measured on ${result.dataset}: ${train.count} training and ${test.count} ${measuredImages(result)} of ${result.classNames.length} classes`,
  });
  return { result, read, locate };
}
