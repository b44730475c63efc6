import { inspect } from 'node:util';

/** A value and its type for an error message: `'512' of type string`; long ones are cut. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  const text = inspect(value, { depth: 1, breakLength: Infinity });
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return `${short} of type ${Array.isArray(value) ? 'array' : typeof value}`;
}
