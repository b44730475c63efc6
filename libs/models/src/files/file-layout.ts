import type { Arrays } from '../initialize';
import type { Layout } from '../module';

/** A tensor that has a place in a file. */
export interface FileSpec {
  readonly name: string;
  /** In memory. */
  readonly shape: readonly number[];
  /** `vector` unless given. */
  readonly layout?: Layout;
}

/** A tensor of a file, row-major in PyTorch's layout. */
export interface FileTensor {
  readonly dtype: 'F32';
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A tensor of a file that may be something else than expected. */
export interface FoundTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: unknown;
}

/** Order of the memory's axes in the file: HWIO -> OIHW, [in, out] -> [out, in]. */
const TO_FILE: Readonly<Record<Layout, readonly number[] | null>> = {
  conv: [3, 2, 0, 1],
  linear: [1, 0],
  vector: null,
};
const FROM_FILE: typeof TO_FILE = { conv: [2, 3, 1, 0], linear: [1, 0], vector: null };

/** Tensors of a file do not fit a module. */
export class WeightsMismatchError extends Error {
  override readonly name = 'WeightsMismatchError';
}

/**
 * From memory to PyTorch's layout.
 * @throws if `values` lacks one of the names
 */
export function toFile(specs: readonly FileSpec[], values: Arrays): Record<string, FileTensor> {
  return Object.fromEntries(
    specs.map(({ name, shape, layout = 'vector' }) => {
      const data = values[name];
      if (!data)
        throw new Error(`Expected values for ${name} but received ${Object.keys(values).join(', ') || 'none'}`);
      const axes = TO_FILE[layout];
      return [name, { dtype: 'F32', ...(axes ? permute(data, shape, axes) : { data, shape }) }];
    }),
  );
}

/**
 * From PyTorch's layout to memory. Tensors of other names are left alone.
 * @param label the file, for the errors
 * @throws WeightsMismatchError naming the tensor that is absent, or of another shape or type
 */
export function fromFile(
  specs: readonly FileSpec[],
  tensors: Readonly<Record<string, FoundTensor>>,
  label: string,
): Record<string, Float32Array> {
  return Object.fromEntries(
    specs.map(({ name, shape, layout = 'vector' }) => {
      const found = tensors[name];
      if (!found) throw new WeightsMismatchError(`Expected a tensor ${name} in ${label} but it has none of this name`);
      const axes = TO_FILE[layout];
      const expected = axes ? axes.map((axis) => shape[axis] ?? 0) : shape;
      if (!(found.data instanceof Float32Array) || found.shape.join() !== expected.join())
        throw new WeightsMismatchError(
          `Expected F32 [${expected.join(', ')}] for tensor ${name} of ${label} but found ${found.dtype} [${found.shape.join(', ')}]`,
        );
      const back = FROM_FILE[layout];
      return [name, back ? permute(found.data, found.shape, back).data : found.data];
    }),
  );
}

/** The array with its axes in another order: axis i of the result is axis `axes[i]` of `shape`. */
function permute(
  data: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): { data: Float32Array; shape: number[] } {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((size, n) => size * n, 1));
  const result = new Float32Array(data.length);
  const target = axes.map((axis) => shape[axis] ?? 0);
  const step = axes.map((axis) => strides[axis] ?? 0);
  const index = axes.map(() => 0);
  for (let to = 0, from = 0; to < result.length; to++) {
    result[to] = data[from] ?? 0;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      from += step[axis] ?? 0;
      index[axis] = next;
      if (next < (target[axis] ?? 0)) break;
      from -= next * (step[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return { data: result, shape: target };
}
