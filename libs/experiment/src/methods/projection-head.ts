import { section, whole } from '../fields';

/** Sizes of a projection head; `hidden: null` takes the encoder's number of features. */
export function projectionHeadSchema({ hidden, output }: { hidden: number | null; output: number }) {
  return section({
    hidden: whole({ min: 1 }).nullable().default(hidden),
    output: whole({ min: 1 }).default(output),
  }).prefault({});
}
