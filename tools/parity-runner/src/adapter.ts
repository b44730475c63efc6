import type { Numbers, ParityCase } from '@amcl/parity';

/** What we compute for a case, by the names and in the layouts of its groups `out` and `grad`. */
export interface Computed {
  readonly out: Readonly<Record<string, Numbers>>;
  readonly grad?: Readonly<Record<string, Numbers>>;
}

/** Computes the cases of an op, through the public functions of our libraries. Runs in a tidy. */
export type Adapter = (parityCase: ParityCase) => Computed;
