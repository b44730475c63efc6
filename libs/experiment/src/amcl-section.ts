import type { z } from 'zod';
import { flag, named, namedByDefault, real, section, union, whole } from './fields';

const limits = {
  /** Of every temperature, above 0: as it nears 0, the loss has no lower bound. */
  lower: real({ above: 0 }).default(0.05),
  /** Above `lower`. */
  upper: real({ above: 0 }).default(2),
};

/** Where a pair's temperature comes from. */
export const temperatureSchema = union('kind', [
  /** One small network for every pair and head: the paper's. `hidden` is the size of its hidden layer. */
  section({ kind: namedByDefault('adaptive'), hidden: whole({ min: 1 }).default(128), ...limits }),
  /** One learnable temperature for all pairs and heads (ablation). */
  section({ kind: named('global'), ...limits }),
  /** A constant (ablation). */
  section({ kind: named('fixed'), value: real({ above: 0 }) }),
]);

/** AMCL (arXiv 2310.05615): several projection heads and a trainable temperature for every pair, in place of the method's own loss. */
export const amclSchema = section({
  /** Projection heads of one structure with separate weights: C of the paper. */
  heads: whole({ min: 1, max: 64 }).default(3),
  /** One head of about as many parameters as `heads` heads, by a wider hidden layer (ablation). */
  wideHead: flag().default(false),
  temperature: temperatureSchema.prefault({}),
  /** Weight of the regulariser of the temperatures, Omega. */
  beta: real({ min: 0 }).default(0.1),
  /** Negatives that count for an anchor, the most similar ones: kappa. For SimCLR and MoCo. */
  hardest: whole({ min: 1 }).default(1),
  /** The hardest are chosen among the negatives and the positive: equation 2.4 for 2.1. For SimCLR. */
  positiveAmongCandidates: flag().default(false),
});

export type AmclSettings = z.output<typeof amclSchema>;
export type TemperatureSettings = z.output<typeof temperatureSchema>;
