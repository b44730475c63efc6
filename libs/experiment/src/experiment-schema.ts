import { z } from 'zod';
import { augmentationSchema } from './augmentation-section';
import { datasetSchema } from './data-sets';
import { section, whole } from './fields';
import { linearProbeSchema } from './linear-probe-section';
import { pretrainSchema } from './pretrain-section';
import { reportSchema } from './report-section';
import { sweepSchema } from './sweep-section';

/** The schema of each section by its name; a stage checks its JSON with its own. */
export const sectionSchemas = {
  dataset: datasetSchema,
  augmentation: augmentationSchema,
  pretrain: pretrainSchema,
  linearProbe: linearProbeSchema,
  report: reportSchema,
} as const;

export type SectionName = keyof typeof sectionSchemas;

/** The sections' names, in the order of the stages. */
export const sectionNames = Object.keys(sectionSchemas) as SectionName[];

const seed = () => whole({ min: 0, max: 2 ** 32 - 1 });
const seedsExpected = 'null or a list of different whole numbers from 0 to 4294967295, at least one';

/** The whole experiment; `experimentSchema.parse({})` spells every default out. */
export const experimentSchema = section({
  /** Decides every random number of the experiment: the same seed on the same machine gives the same bits. */
  seed: seed().default(1),
  /** Runs the experiment once with each of these in place of `seed`; the report then has means with intervals. */
  seeds: z
    .array(seed(), { error: seedsExpected })
    .min(1, { error: seedsExpected })
    .refine((seeds) => new Set(seeds).size === seeds.length, { error: seedsExpected })
    .nullable()
    .default(null),
  /** Runs the experiment once at each of several points (and there with each seed). */
  sweep: sweepSchema.nullable().default(null),
  dataset: datasetSchema.prefault({}),
  augmentation: augmentationSchema.prefault({}),
  pretrain: pretrainSchema.prefault({}),
  linearProbe: linearProbeSchema.prefault({}),
  report: reportSchema.prefault({}),
});

/** What an `experiment.ts` declares: every field may be left out. */
export type ExperimentInput = z.input<typeof experimentSchema>;

/** An experiment with every default spelled out. */
export type Experiment = z.output<typeof experimentSchema>;
