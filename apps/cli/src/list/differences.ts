import { flatten } from '@amcl/runs';

/** A sha256, of which the first digits tell. */
const DIGEST = /\b([0-9a-f]{12})[0-9a-f]{52}\b/g;

/** What differs between two objects, by path: `optimizer.lr 0.06 -> 0.03`. */
export function differences(before: object, after: object): string[] {
  const [old, present] = [new Map(flatten(before)), new Map(flatten(after))];
  const paths = [...new Set([...old.keys(), ...present.keys()])];
  return paths
    .filter((path) => old.get(path) !== present.get(path))
    .map((path) => `${path} ${old.get(path) ?? '(none)'} -> ${present.get(path) ?? '(none)'}`.replace(DIGEST, '$1'));
}
