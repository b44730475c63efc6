import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

type Schema = z.core.$ZodType;

/** The object schema behind defaults and null. */
function shapeOf(schema: Schema | undefined): Readonly<Record<string, Schema>> {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable) {
    return shapeOf(schema.unwrap());
  }
  return {};
}

/** The keys that the object at `path` may have; empty where there is no object. */
export function knownKeys(schema: Schema, path: readonly string[]): string[] {
  const [head, ...rest] = path;
  const shape = shapeOf(schema);
  if (head === undefined) return Object.keys(shape);
  const next = shape[head];
  return next === undefined ? [] : knownKeys(next, rest);
}

function allPaths(schema: Schema, prefix: readonly string[] = []): string[][] {
  return Object.entries(shapeOf(schema)).flatMap(([key, value]) => {
    const path = [...prefix, key];
    return [path, ...allPaths(value, path)];
  });
}

/**
 * The valid key that `key` at `path` was probably meant to be, as a full path: a sibling of similar spelling, else the
 * same key in another place (the one with the longest way in common), else null.
 */
export function nearestKey(schema: Schema, path: readonly string[], key: string): string | null {
  const [sibling] = knownKeys(schema, path)
    .map((name) => ({ name, edits: distance(name.toLowerCase(), key.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  if (sibling && sibling.edits <= Math.ceil(key.length / 3)) return [...path, sibling.name].join('.');

  const common = (other: readonly string[]) => path.findIndex((part, index) => part !== other[index]);
  const depth = (other: readonly string[]) => (common(other) === -1 ? path.length : common(other));
  const [elsewhere] = allPaths(schema)
    .filter((other) => other.at(-1) === key)
    .sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  return elsewhere?.join('.') ?? null;
}
