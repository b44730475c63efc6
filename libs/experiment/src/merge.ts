import { isObject } from './is-object';
import { objectSchema, type Schema } from './object-schema';

/**
 * Deep merge: objects by key, everything else (arrays, null) replaces; `undefined` leaves the base's value. Where `changes` make
 * another member of a union in `schema` out of the base's, they replace it as a whole.
 */
export function merge(base: unknown, changes: unknown, schema: Schema | undefined): unknown {
  if (changes === undefined) return base;
  if (!isObject(base) || !isObject(changes)) return changes;
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const together = { ...base, ...Object.fromEntries(given) };
  const after = objectSchema(schema, together);
  if (after?.member?.name !== objectSchema(schema, base)?.member?.name) return changes;
  const keys = Object.keys(together);
  return Object.fromEntries(keys.map((key) => [key, merge(base[key], changes[key], after?.shape[key])]));
}
