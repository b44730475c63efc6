import { flatten } from '@amcl/runs';

/** What differs between two objects, by path: `optimizer.lr 0.06 -> 0.03`. */
export function differences(before: object, after: object): string[] {
  const [old, present] = [new Map(flatten(before)), new Map(flatten(after))];
  const paths = [...new Set([...old.keys(), ...present.keys()])];
  return paths
    .filter((path) => old.get(path) !== present.get(path))
    .map((path) => `${path} ${old.get(path) ?? '(none)'} -> ${present.get(path) ?? '(none)'}`);
}
