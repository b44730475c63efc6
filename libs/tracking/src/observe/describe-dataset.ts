import { readFileSync } from 'node:fs';
import { sha256 } from '@amcl/artifacts';
import { ingestResultSchema, measuredSplit, type IngestResult } from '@amcl/results';
import type { LineOf } from '../spool/spool-line';

/** What stage `ingest` handed on, and the digest of its manifest: that of the data. */
export interface IngestedData {
  readonly digest: string;
  readonly result: IngestResult;
}

/** Reads a manifest of `ingest`; null where there is none of this version. */
export function readIngested(path: string): IngestedData | null {
  try {
    const text = readFileSync(path, 'utf8');
    const { result } = JSON.parse(text) as { result: unknown };
    return { digest: sha256(text), result: ingestResultSchema.parse(result) };
  } catch {
    return null;
  }
}

/** The server's limit of a data set's digest, in characters. */
const DIGEST = 36;

/**
 * A data set as MLflow knows one.
 * @param section `dataset` of the resolved experiment, which says where the data come from
 */
export function describeDataset(
  { digest, result }: IngestedData,
  section: unknown,
  context: string,
): LineOf<'dataset'> {
  const { train, test, unlabelled } = result.splits;
  return {
    kind: 'dataset',
    name: result.dataset,
    digest: digest.slice(0, DIGEST),
    sourceType: sourceOf(section).split(':')[0] ?? '',
    source: JSON.stringify(section ?? {}),
    schema: JSON.stringify({
      mlflow_tensorspec: {
        features: tensorSpec('uint8', [-1, ...(result.shape ?? [-1, -1, 3])]),
        targets: tensorSpec('int32', [-1]),
      },
    }),
    profile: JSON.stringify({
      train_images: train.count,
      test_images: test.count,
      unlabelled_images: unlabelled?.count ?? 0,
      measured_on: measuredSplit(result),
      classes: result.classNames.length,
      mean: result.mean,
      std: result.std,
      train_images_per_class: Object.fromEntries(result.classNames.map((name, at) => [name, train.perClass[at] ?? 0])),
    }),
    context,
  };
}

/** `npm`, `file:/data/cifar-10-binary.tar.gz`, the URL of a mirror; `unknown` where the section is not there. */
function sourceOf(section: unknown): string {
  const source = (section as { source?: unknown } | undefined)?.source;
  const url = (source as { url?: unknown } | undefined)?.url;
  return [source, url].find((text) => typeof text === 'string') ?? 'unknown';
}

/** The JSON of an MLflow schema of one tensor. */
function tensorSpec(dtype: string, shape: readonly number[]): string {
  return JSON.stringify([{ type: 'tensor', 'tensor-spec': { dtype, shape } }]);
}
