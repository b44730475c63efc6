import { readPatiently, StageOutput, type BlobStore } from '@amcl/artifacts';
import { augmentResultSchema, ingestResultSchema, linearProbeResultSchema, pretrainResultSchema } from '@amcl/results';
import type { ZodType } from 'zod';
import type { InputName, Inputs, StageResults } from './stage';

const SCHEMAS: { readonly [K in InputName]: ZodType<StageResults[K]> } = {
  ingest: ingestResultSchema,
  augment: augmentResultSchema,
  pretrain: pretrainResultSchema,
  'linear-probe': linearProbeResultSchema,
};

/**
 * Opens the outputs that a stage reads. Another process may be replacing one: it is waited for a moment, and their files are taken from
 * the store, where they do not change.
 * @throws UserError when one is missing or not of this version
 */
export async function openInputs<I extends InputName>(
  reads: readonly I[],
  folder: (stage: InputName) => string,
  store: BlobStore,
): Promise<Inputs<I>> {
  const open = <K extends InputName>(name: K) =>
    readPatiently(() => StageOutput.open<StageResults[K]>(folder(name), SCHEMAS[name], store));
  const opened = reads.map(async (name) => [name, await open(name)] as const);
  return Object.fromEntries(await Promise.all(opened)) as unknown as Inputs<I>;
}
