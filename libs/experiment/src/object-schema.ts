import { z } from 'zod';
import { isObject } from './is-object';

export type Schema = z.core.$ZodType;

/** A schema of objects, and of a union's member what it is told by. */
export interface ObjectSchema {
  readonly shape: Readonly<Record<string, Schema>>;
  /** The key that tells a union's members apart, and its value. */
  readonly member: { readonly key: string; readonly name: string } | null;
}

/**
 * The schema of the object `input` behind defaults, null and transforms: of a union the member whose name `input` has, or the one
 * that is meant without a name; null for a name of no member and for what is no object.
 */
export function objectSchema(schema: Schema | undefined, input: unknown): ObjectSchema | null {
  if (schema instanceof z.ZodObject) return { shape: schema.shape, member: null };
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable)
    return objectSchema(schema.unwrap(), input);
  if (schema instanceof z.ZodPipe) return objectSchema(schema.in, input);
  if (schema instanceof z.ZodDiscriminatedUnion) return memberOf(schema, input);
  if (schema instanceof z.ZodRecord && isObject(input)) {
    const { valueType } = schema.def;
    return { shape: Object.fromEntries(Object.keys(input).map((key) => [key, valueType])), member: null };
  }
  return null;
}

function memberOf({ def, options }: z.ZodDiscriminatedUnion, input: unknown): ObjectSchema | null {
  const key = def.discriminator;
  const name = isObject(input) ? input[key] : undefined;
  for (const option of options) {
    const names = option._zod.propValues?.[key];
    if (option instanceof z.ZodObject && names?.has(name as string | undefined)) {
      return { shape: option.shape, member: { key, name: String([...names][0]) } };
    }
  }
  return null;
}
