/** Whether `value` is merged key by key. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Deep merge: objects by key, everything else (arrays, null) replaces; `undefined` leaves the base's value.
 * @param replaces tells objects that replace the base's as a whole, by their path
 */
export function merge(
  base: unknown,
  changes: unknown,
  replaces: (path: readonly string[], base: Record<string, unknown>, changes: Record<string, unknown>) => boolean,
  path: readonly string[] = [],
): unknown {
  if (changes === undefined) return base;
  if (!isObject(base) || !isObject(changes) || replaces(path, base, changes)) return changes;
  const keys = new Set([...Object.keys(base), ...Object.keys(changes)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, merge(base[key], changes[key], replaces, [...path, key])] as const),
  );
}
