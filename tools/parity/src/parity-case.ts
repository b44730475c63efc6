import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { decodeSafetensors, UserError, type TensorData } from '@amcl/artifacts';

/** The groups of tensors in a case: `in.x` is `x` of group `in`. */
export const PARITY_GROUPS = ['in', 'param', 'out', 'grad', 'aux'] as const;
export type ParityGroup = (typeof PARITY_GROUPS)[number];

/** Floats and integers, row-major, in PyTorch's layouts (README). */
export type ParityTensor = Extract<TensorData, { dtype: 'F32' | 'I32' | 'U8' }>;

/** What an implementation may differ by; README has the rule. */
export interface ParityTolerance {
  readonly value: number;
  readonly grad?: number;
  readonly uint8?: number;
}

/** One case: inputs, parameters and the numbers that PyTorch, torchvision or lightly gives for them. */
export interface ParityCase extends Readonly<Record<ParityGroup, Readonly<Record<string, ParityTensor>>>> {
  /** The file's name without its extension. */
  readonly name: string;
  readonly op: string;
  /** JSON: what it holds depends on the op. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly tolerance: ParityTolerance;
}

const EXTENSION = '.safetensors';
const FOLDER = join(__dirname, '..', 'cases');

/**
 * Reads a case.
 * @throws UserError when the file is damaged or not a parity case
 */
export function readCase(path: string): ParityCase {
  const { tensors, metadata } = decodeSafetensors(readFileSync(path), path);
  const groups: Record<ParityGroup, Record<string, ParityTensor>> = { in: {}, param: {}, out: {}, grad: {}, aux: {} };
  for (const [key, tensor] of Object.entries(tensors)) {
    const group = PARITY_GROUPS.find((prefix) => key.startsWith(`${prefix}.`));
    if (!group || tensor.dtype === 'I64')
      throw new UserError(
        `Expected F32, I32 or U8 tensors named ${PARITY_GROUPS.join('., ')}. in ${path} but found ${key} of ${tensor.dtype}.`,
      );
    groups[group][key.slice(group.length + 1)] = tensor;
  }
  return { name: basename(path, EXTENSION), ...readHead(metadata.case, path), ...groups };
}

function readHead(json: string | undefined, path: string): Pick<ParityCase, 'op' | 'params' | 'tolerance'> {
  if (json === undefined)
    throw new UserError(`Expected metadata "case" in ${path} but found none: it is not a parity case.`);
  return JSON.parse(json) as Pick<ParityCase, 'op' | 'params' | 'tolerance'>;
}

/**
 * The cases of an op in the folder of this project, or in another of the same format.
 * @throws UserError when there is none, so that a test over the cases cannot pass by finding nothing
 */
export function casesOf(op: string, folder = FOLDER): ParityCase[] {
  const cases = readdirSync(folder)
    .filter((file) => file.startsWith(op) && file.endsWith(EXTENSION))
    .sort()
    .map((file) => readCase(join(folder, file)))
    .filter((parityCase) => parityCase.op === op);
  if (cases.length === 0) throw new UserError(`Expected cases of op ${op} in ${folder} but found none.`);
  return cases;
}
