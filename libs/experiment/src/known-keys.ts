import { nearestWord } from './nearest-word';
import { isObject } from './is-object';
import { objectSchema, type ObjectSchema, type Schema } from './object-schema';

const valueIn = (input: unknown, key: string): unknown => (isObject(input) ? input[key] : undefined);

/** The schema of the object at `path` of `input`, null where there is no object. */
function schemaAt(schema: Schema | undefined, path: readonly string[], input: unknown): ObjectSchema | null {
  const here = objectSchema(schema, input);
  const [head, ...rest] = path;
  return head === undefined || here === null ? here : schemaAt(here.shape[head], rest, valueIn(input, head));
}

/** The keys that the object at `path` of `input` may have, in words, and why these where the object has a name. */
export function describeKeys(schema: Schema, path: readonly string[], input: unknown): string {
  const { shape = {}, member = null } = schemaAt(schema, path, input) ?? {};
  const keys = Object.keys(shape).join(', ');
  return member === null ? keys : `${keys}, as ${member.key} is '${member.name}',`;
}

function allPaths(schema: Schema, input: unknown, prefix: readonly string[] = []): string[][] {
  return Object.entries(objectSchema(schema, input)?.shape ?? {}).flatMap(([key, value]) => {
    const path = [...prefix, key];
    return [path, ...allPaths(value, valueIn(input, key), path)];
  });
}

/**
 * The valid key that `key` at `path` was probably meant to be, as a full path: a sibling of similar spelling, else the
 * same key in another place (the one with the longest way in common), else null.
 */
export function nearestKey(schema: Schema, path: readonly string[], key: string, input: unknown): string | null {
  const sibling = nearestWord(Object.keys(schemaAt(schema, path, input)?.shape ?? {}), key);
  if (sibling !== null) return [...path, sibling].join('.');

  const common = (other: readonly string[]) => path.findIndex((part, index) => part !== other[index]);
  const depth = (other: readonly string[]) => (common(other) === -1 ? path.length : common(other));
  const [elsewhere] = allPaths(schema, input)
    .filter((other) => other.at(-1) === key)
    .sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  return elsewhere?.join('.') ?? null;
}
