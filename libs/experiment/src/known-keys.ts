import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { isObject } from './merge';

type Schema = z.core.$ZodType;

/** The object schema behind defaults, null and transforms; of a union the member that `input` is of. */
function shapeOf(schema: Schema | undefined, input: unknown): Readonly<Record<string, Schema>> {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable)
    return shapeOf(schema.unwrap(), input);
  if (schema instanceof z.ZodPipe) return shapeOf(schema.in, input);
  if (schema instanceof z.ZodDiscriminatedUnion) return shapeOf(memberOf(schema, input), input);
  return {};
}

function memberOf({ def, options }: z.ZodDiscriminatedUnion, input: unknown): Schema | undefined {
  const { discriminator } = def;
  const kind = isObject(input) ? input[discriminator] : undefined;
  return options.find(({ _zod }) => _zod.propValues?.[discriminator]?.has(kind as string | undefined));
}

/** The keys that the object at `path` of `input` may have; empty where there is no object. */
export function knownKeys(schema: Schema, path: readonly string[], input: unknown): string[] {
  const [head, ...rest] = path;
  const shape = shapeOf(schema, input);
  if (head === undefined) return Object.keys(shape);
  const next = shape[head];
  return next === undefined ? [] : knownKeys(next, rest, valueIn(input, head));
}

function allPaths(schema: Schema, input: unknown, prefix: readonly string[] = []): string[][] {
  return Object.entries(shapeOf(schema, input)).flatMap(([key, value]) => {
    const path = [...prefix, key];
    return [path, ...allPaths(value, valueIn(input, key), path)];
  });
}

function valueIn(input: unknown, key: string): unknown {
  return isObject(input) ? input[key] : undefined;
}

/**
 * The valid key that `key` at `path` was probably meant to be, as a full path: a sibling of similar spelling, else the
 * same key in another place (the one with the longest way in common), else null.
 */
export function nearestKey(schema: Schema, path: readonly string[], key: string, input: unknown): string | null {
  const [sibling] = knownKeys(schema, path, input)
    .map((name) => ({ name, edits: distance(name.toLowerCase(), key.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  if (sibling && sibling.edits <= Math.ceil(key.length / 3)) return [...path, sibling.name].join('.');

  const common = (other: readonly string[]) => path.findIndex((part, index) => part !== other[index]);
  const depth = (other: readonly string[]) => (common(other) === -1 ? path.length : common(other));
  const [elsewhere] = allPaths(schema, input)
    .filter((other) => other.at(-1) === key)
    .sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  return elsewhere?.join('.') ?? null;
}
