import { openRecordArchive } from '../cifar/record-archive';
import type { DataSource, SourceContext } from '../data-set';
import type { Mirror } from '../fetch-mirror';
import { localFile, type FileSource } from '../local-file';
import { RECORD, type Edition } from './edition';

const URL = 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz';
const OFFICIAL = { title: 'the CIFAR-10 binary archive', url: URL, otherwise: "set source: 'npm'" };

/**
 * The official binary archive, `cifar-10-binary.tar.gz`.
 * @throws UserError naming file and offset when it is missing, truncated or not CIFAR-10
 */
export async function openBinaryArchive(
  source: FileSource | Mirror,
  { batches, perBatch }: Edition,
  context: SourceContext,
): Promise<Pick<DataSource, 'labels' | 'partCount' | 'parts'>> {
  const archive = await localFile(source, OFFICIAL, context);
  const files = batches.map(({ split, name, md5 }) => ({ split, name: `${name}.bin`, images: perBatch, md5 }));
  return openRecordArchive(archive, { format: RECORD, files, mend: `Fetch it again: ${URL}` }, context.signal);
}
