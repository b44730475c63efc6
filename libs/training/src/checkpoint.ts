import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  canonicalJson,
  decodeSafetensors,
  parseJson,
  safetensorsParts,
  UserError,
  writeAtomic,
  type TensorData,
} from '@amcl/artifacts';
import { kernelChoiceSchema, type KernelChoice } from '@amcl/engine/tuning';
import type { Task } from '@amcl/methods';
import { fromFile, toFile, WeightsMismatchError } from '@amcl/models';
import { z } from 'zod';
import { withoutPrefix, withPrefix } from './name-prefix';
import { TrainingState } from './training-state';

/** The training that a checkpoint belongs to. */
export interface CheckpointOwner {
  /** Digest of all that decides the training's numbers. */
  readonly key: string;
  /** 0 .. 2^32 - 1 */
  readonly seed: number;
}

/** All that a training needs to go on. */
export interface Checkpoint {
  readonly state: TrainingState;
  /** The ways to compute that were chosen in it. */
  readonly kernels: readonly KernelChoice[];
}

const FORMAT = 'amcl-checkpoint';
const VERSION = '2';
const MODEL = 'model.';
const MOMENTUM = 'optimizer.momentum.';

/**
 * Writes all that a training needs to go on, whole or not at all. The file is safetensors: `model.<name>` for parameters and buffers,
 * `optimizer.momentum.<name>` for the slots, all in PyTorch's layout (convolutions OIHW, linear weights [out, in]); in the
 * metadata format, version, method, step, key, seed, the choices of kernels and the sha256 of all that.
 * @throws UserError when the disk is full or the folder cannot be written
 */
export async function saveCheckpoint(
  path: string,
  task: Task,
  { state, kernels }: Checkpoint,
  { key, seed }: CheckpointOwner,
): Promise<void> {
  const { parameters, buffers, slots, step } = state.toArrays();
  const { module } = task;
  const tensors = {
    ...withPrefix(MODEL, toFile([...module.parameters, ...module.buffers], { ...parameters, ...buffers })),
    ...withPrefix(MOMENTUM, toFile(module.parameters, slots)),
  };
  const metadata = {
    ...{ format: FORMAT, version: VERSION, method: task.name, step: `${step}`, key, seed: `${seed}` },
    kernels: canonicalJson(kernels),
  };
  await writeAtomic(path, safetensorsParts(tensors, { ...metadata, sha256: digestOf(tensors, metadata) }));
}

/**
 * What is in a checkpoint, or null where there is no file.
 * @throws UserError when the file is truncated or damaged, of another format, or belongs to another training
 */
export async function loadCheckpoint(path: string, task: Task, owner: CheckpointOwner): Promise<Checkpoint | null> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null) return null;
  const label = `the checkpoint ${path}`;
  const { tensors, metadata } = decodeSafetensors(bytes, label);
  if (metadata['format'] !== FORMAT || metadata['version'] !== VERSION)
    throw new UserError(
      `Expected format ${FORMAT} ${VERSION} in ${label} but found ${metadata['format'] ?? 'none'} ${metadata['version'] ?? ''}. ` +
        'Remove the file to start the training again.',
    );
  checkOwner(metadata, owner, label);
  const { sha256, ...described } = metadata;
  if (digestOf(tensors, described) !== sha256)
    throw new UserError(
      `The sha256 of the content of ${label} is not the one that it names: it is damaged. Remove the file to start the training again.`,
    );
  const state = { ...readArrays(tensors, task, label), step: Number(metadata['step']) };
  const kernels = z.array(kernelChoiceSchema).parse(parseJson(metadata['kernels'] ?? ''));
  return { state: TrainingState.fromArrays(task, state), kernels };
}

function checkOwner(metadata: Readonly<Record<string, string>>, { key, seed }: CheckpointOwner, label: string): void {
  const [found, wanted] = [`${metadata['key']}, seed ${metadata['seed']}`, `${key}, seed ${seed}`];
  if (found !== wanted)
    throw new UserError(
      `Expected ${label} to belong to this training, ${wanted}, but it belongs to another experiment or version, ${found}. ` +
        'Remove the file, or give this training another folder.',
    );
}

function readArrays(tensors: Readonly<Record<string, TensorData>>, { module }: Task, label: string) {
  const model = withoutPrefix(MODEL, tensors);
  const momentum = withoutPrefix(MOMENTUM, tensors);
  const expected = 2 * module.parameters.length + module.buffers.length;
  const found = Object.keys(tensors).length;
  try {
    const arrays = {
      parameters: fromFile(module.parameters, model, `${MODEL}* of ${label}`),
      buffers: fromFile(module.buffers, model, `${MODEL}* of ${label}`),
      slots: fromFile(module.parameters, momentum, `${MOMENTUM}* of ${label}`),
    };
    if (found !== expected)
      throw new WeightsMismatchError(`Expected ${expected} tensors in ${label} but found ${found}`);
    return arrays;
  } catch (error) {
    if (!(error instanceof WeightsMismatchError)) throw error;
    throw new UserError(`${error.message}. It is of another network: remove the file to start the training again.`);
  }
}

/** The sha256 of metadata, names and numbers: a flipped bit would otherwise train on unseen. */
function digestOf(tensors: Readonly<Record<string, TensorData>>, metadata: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256').update(canonicalJson(metadata));
  for (const [name, { data }] of Object.entries(tensors))
    hash.update(`${name}\n`).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest('hex');
}
