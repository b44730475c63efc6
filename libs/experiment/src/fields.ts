import { z } from 'zod';
import { isObject } from './is-object';

interface Bounds {
  min?: number;
  above?: number;
  max?: number;
  below?: number;
}

/** The message of every field is what was expected, in words; `toIssues` adds where and what came. */
function sentence(noun: string, { min, above, max, below }: Bounds): string {
  const low = min !== undefined ? `of at least ${min}` : above !== undefined ? `above ${above}` : null;
  const high = max !== undefined ? `at most ${max}` : below !== undefined ? `below ${below}` : null;
  if (min !== undefined && max !== undefined) return `${noun} from ${min} to ${max}`;
  return [noun, [low, high].filter((words) => words !== null).join(' and ')].join(' ').trim();
}

function within(value: number, { min, above, max, below }: Bounds): boolean {
  return (
    (min === undefined || value >= min) &&
    (above === undefined || value > above) &&
    (max === undefined || value <= max) &&
    (below === undefined || value < below)
  );
}

/** A finite number within bounds. */
export function real(bounds: Bounds) {
  const error = sentence('a number', bounds);
  return z.number({ error }).refine((value) => within(value, bounds), { error });
}

/** A whole number within bounds; `step` asks for a multiple of it. */
export function whole(bounds: Bounds, step = 1) {
  const error = sentence('a whole number', bounds) + (step === 1 ? '' : ` that is a multiple of ${step}`);
  return z
    .number({ error })
    .refine((value) => Number.isSafeInteger(value) && within(value, bounds) && value % step === 0, { error });
}

/** `[min, max]`, both within bounds, the first not above the second. */
export function range(bounds: Bounds) {
  const error = `[min, max] of two numbers with min <= max, each ${sentence('a number', bounds)}`;
  return z.tuple([real(bounds), real(bounds)], { error }).refine(([min, max]) => min <= max, { error });
}

/** One number for each of red, green and blue. */
export function perChannel(bounds: Bounds) {
  const error = `[red, green, blue], each ${sentence('a number', bounds)}`;
  return z.tuple([real(bounds), real(bounds), real(bounds)], { error });
}

/** The text by which a member of a union is told from the others. */
export function named<const T extends string>(name: T) {
  return z.literal(name);
}

/** The same of the member that is meant when the text is left out. */
export function namedByDefault<const T extends string>(name: T) {
  return z.literal(name).optional().default(name);
}

/** Objects told apart by `key`; the values of it are what the message lists. */
export function union<const Key extends string, const Members extends readonly [z.ZodObject, ...z.ZodObject[]]>(
  key: Key,
  members: Members,
) {
  const names = members.flatMap((member) => [...(member._zod.propValues?.[key] ?? [])]);
  const error = `one of ${names
    .filter((name) => name !== undefined)
    .map((name) => `'${String(name)}'`)
    .join(', ')}`;
  return z.discriminatedUnion(key, members as never, {
    error: ({ input }) => (isObject(input) ? error : `an object with ${key}, ${error}`),
  }) as unknown as z.ZodDiscriminatedUnion<Members, Key>;
}

/** Exactly this text: the name of the only choice that there is. */
export function only<const T extends string>(name: T) {
  return z.literal(name, { error: `'${name}'` }).default(name);
}

/** One of these texts. */
export function choice<const T extends readonly [string, ...string[]]>(names: T) {
  return z.enum(names, { error: `one of ${names.map((name) => `'${name}'`).join(', ')}` });
}

/** A text that is not empty; `noun` says what it means. */
export function text(noun: string) {
  return z.string({ error: noun }).min(1, { error: `${noun}, not empty` });
}

/** 64 hexadecimal digits. */
export function sha256() {
  const error = 'a sha256 of 64 hexadecimal digits, as sha256sum prints it';
  return z.string({ error }).regex(/^[0-9a-f]{64}$/, { error });
}

/** `true` or `false`. */
export function flag() {
  return z.boolean({ error: 'true or false' });
}

/** An object of exactly these keys; each key that is left out takes its default. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? undefined : `an object with ${Object.keys(shape).join(', ')}`,
  });
}
