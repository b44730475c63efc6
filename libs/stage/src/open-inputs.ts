import { StageOutput } from '@amcl/artifacts';
import { augmentResultSchema, ingestResultSchema, linearProbeResultSchema, pretrainResultSchema } from '@amcl/results';
import type { ZodType } from 'zod';
import type { InputName, Inputs, StageResults } from './stage';

const SCHEMAS: { readonly [K in InputName]: ZodType<StageResults[K]> } = {
  ingest: ingestResultSchema,
  augment: augmentResultSchema,
  pretrain: pretrainResultSchema,
  'linear-probe': linearProbeResultSchema,
};

/** Opens the outputs that a stage reads. */
export async function openInputs<I extends InputName>(
  reads: readonly I[],
  folder: (stage: InputName) => string,
): Promise<Inputs<I>> {
  const opened = reads.map(async (name) => [name, await StageOutput.open(folder(name), SCHEMAS[name])] as const);
  return Object.fromEntries(await Promise.all(opened)) as unknown as Inputs<I>;
}
