import type { CapturedInput } from '@amcl/engine';
import type { Module } from '@amcl/models';

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

/** Shapes of a state of a module, by the names of `flatten`. */
export function flatShapes({
  parameters,
  buffers,
}: Pick<Module, 'parameters' | 'buffers'>): ReadonlyMap<string, readonly number[]> {
  const shapes = (specs: readonly { name: string; shape: readonly number[] }[]) =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, shape]));
  const ofParameters = shapes(parameters);
  return new Map(Object.entries(flatten({ parameters: ofParameters, buffers: shapes(buffers), slots: ofParameters })));
}

/** A state's numbers as the first ones of a function that is captured, by the names of `flatten`. @throws naming one that the module has not */
export function capturedState(
  module: Pick<Module, 'parameters' | 'buffers'>,
  state: StateMaps<Float32Array>,
): Record<string, CapturedInput> {
  const shapes = flatShapes(module);
  return Object.fromEntries(
    Object.entries(flatten(state)).map(([name, data]) => {
      const shape = shapes.get(name);
      if (!shape) throw new Error(`Expected names of the module but received ${name}`);
      return [name, { shape, data }];
    }),
  );
}
