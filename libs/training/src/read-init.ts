import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sha256, UserError } from '@amcl/artifacts';
import { loadSafetensors, type Arrays, type Module } from '@amcl/models';

/** The weights to begin with, as section `pretrain.init` of an experiment names them. */
export interface InitialWeights {
  /** A safetensors file of torchvision's names; its path from the workspace's root. */
  readonly file: string;
  /** Of the file, 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * The encoder's first values, parameters and running statistics, for `TrainingState.initialize`: those of the file that `init` names,
 * by bare names; other tensors in it (`fc.weight`) are left alone.
 * @param workspace its root
 * @returns undefined where `init` is null: then they are drawn
 * @throws UserError when the file cannot be read, has another sha256, is damaged or of another encoder
 */
export async function readInit(
  workspace: string,
  init: InitialWeights | null,
  encoder: Pick<Module, 'parameters' | 'buffers'>,
): Promise<Arrays | undefined> {
  if (init === null) return undefined;
  const path = resolve(workspace, init.file);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `Expected the weights to begin with in ${path} (pretrain.init.file) but it could not be read: ${error.message}`,
    );
  });
  const found = sha256(bytes);
  if (found !== init.sha256)
    throw new UserError(
      `Expected ${path} (pretrain.init.file) to have sha256 ${init.sha256} but received ${found}. ` +
        'If this is the file that you mean, set pretrain.init.sha256 to that.',
    );
  const { parameters, buffers } = loadSafetensors(encoder, bytes, `${path} (pretrain.init.file)`);
  return { ...parameters, ...buffers };
}
