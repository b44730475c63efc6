import type { CurveComparison } from '@amcl/bench';
import { z } from 'zod';

const moments = z.object({ mean: z.number(), deviation: z.number() });
const compared = { ours: moments, theirs: moments, within: z.boolean() };

/** What `npm run bench -- curve <experiment>` prints, kept in `docs/results/<experiment>.json`. */
export const curveRecordSchema = z.object({
  benchmark: z.literal('curve'),
  experiment: z.string(),
  seeds: z.array(z.int()),
  losses: z.array(z.object({ from: z.int(), to: z.int(), ...compared })),
  knn: z.array(z.object(compared)),
}) satisfies z.ZodType<CurveComparison>;

export type CurveRecord = z.output<typeof curveRecordSchema>;
