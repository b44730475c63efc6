import type { ExperimentInput } from './experiment-schema';
import { merge } from './merge';

/** Objects of several kinds: where they are, the key that tells the kind, and the kind without it. */
const UNIONS: Readonly<Record<string, { key: string; otherwise: string }>> = {
  'pretrain.method': { key: 'name', otherwise: 'simclr' },
  'pretrain.amcl.temperature': { key: 'kind', otherwise: 'adaptive' },
};

/**
 * `base` with `changes` on top: objects are merged key by key, arrays and `null` replace, `undefined` leaves what was there. Another
 * method replaces the base's with all its settings, since they mean something else there (SimCLR's temperature is not MoCo's); so does
 * another kind of temperature. Neither argument is changed.
 *
 * @example
 * export default extend(simclr, { pretrain: { epochs: 100, optimizer: { lr: 0.03 } } });
 */
export function extend(base: ExperimentInput, changes: ExperimentInput): ExperimentInput {
  return merge(base, changes, isOfAnotherKind) as ExperimentInput;
}

function isOfAnotherKind(
  path: readonly string[],
  base: Record<string, unknown>,
  changes: Record<string, unknown>,
): boolean {
  const union = UNIONS[path.join('.')];
  if (!union) return false;
  const { key, otherwise } = union;
  return changes[key] !== undefined && changes[key] !== (base[key] ?? otherwise);
}
