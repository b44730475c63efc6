/** Maps of a state by kind; `T` are its tensors, or their numbers. */
export interface StateMaps<T> {
  readonly parameters: Readonly<Record<string, T>>;
  readonly buffers: Readonly<Record<string, T>>;
  readonly slots: Readonly<Record<string, T>>;
}

const KINDS = ['parameters', 'buffers', 'slots'] as const;

/** One map of names that no two kinds share: `slots/encoder.conv1.weight`. */
export function flatten<T>(state: StateMaps<T>): Record<string, T> {
  return Object.fromEntries(
    KINDS.flatMap((kind) => Object.entries(state[kind]).map(([name, value]) => [`${kind}/${name}`, value] as const)),
  );
}

/** What `flatten` was given. */
export function unflatten<T>(flat: Readonly<Record<string, T>>): {
  -readonly [Kind in keyof StateMaps<T>]: Record<string, T>;
} {
  const maps: Record<(typeof KINDS)[number], Record<string, T>> = { parameters: {}, buffers: {}, slots: {} };
  for (const [key, value] of Object.entries(flat)) {
    const slash = key.indexOf('/');
    maps[key.slice(0, slash) as keyof typeof maps][key.slice(slash + 1)] = value;
  }
  return maps;
}
