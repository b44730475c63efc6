import { decodeSafetensors, UserError, type StageOutput } from '@amcl/artifacts';
import { sectionSchemas } from '@amcl/experiment';
import { createMethod, ENCODER_PREFIX, HEAD_PREFIX, type Method } from '@amcl/methods';
import type { Encoder, Module, Weights } from '@amcl/models';
import type { PretrainResult } from '@amcl/results';
import { loadEncoder, TrainingState, withPrefix } from '@amcl/training';
import * as tf from '@tensorflow/tfjs-core';

/** An encoder with its projection head, of names as in pre-training. */
export interface Network {
  readonly name: 'trained' | 'untrained';
  readonly weights: Weights;
}

/** The networks to compare, and the two ways through them. */
export interface Networks {
  /** Images to the encoder's features. */
  readonly encoder: Encoder;
  /** Images to the projection head's embedding. */
  readonly projection: Encoder;
  readonly trained: Network;
  /** With the weights from which pre-training began: same seed, running statistics at their first values. */
  readonly untrained: Network;
  dispose(): void;
}

/**
 * Loads what stage pretrain handed on, and makes the network that it began with.
 * @throws UserError when a file is missing, damaged or of another network
 */
export async function openNetworks(pretrain: StageOutput<PretrainResult>, seed: number): Promise<Networks> {
  const { method: name, encoder, files } = pretrain.result;
  const [encoderBytes, headBytes] = [await pretrain.read(files.encoder), await pretrain.read(files.projectionHead)];
  const sizes = headSizes(headBytes, files.projectionHead);
  const method = createMethod({
    method: sectionSchemas.pretrain.shape.method.parse({ name, projectionHead: sizes }),
    encoder: sectionSchemas.pretrain.shape.encoder.parse({
      name: encoder.name,
      stem: encoder.stem,
      width: encoder.width,
    }),
  });
  const trained = merged(
    load(method.encoder, encoderBytes, files.encoder, ENCODER_PREFIX),
    load(method.projectionHead, headBytes, files.projectionHead, HEAD_PREFIX),
  );
  const initial = TrainingState.initialize(method, seed);
  return {
    encoder: { ...method.module, forward: (x, scope) => method.encode(x, scope), features: method.encoder.features },
    projection: embedder(method, sizes.output),
    trained: { name: 'trained', weights: trained },
    untrained: { name: 'untrained', weights: initial },
    dispose: () => {
      tf.dispose([trained.parameters, trained.buffers]);
      initial.dispose();
    },
  };
}

function embedder({ module }: Method, features: number): Encoder {
  return { ...module, features };
}

/** Sizes of the head's hidden layer and of its output: those of its matrices, [out, in] each. */
function headSizes(bytes: Uint8Array, label: string): { hidden: number; output: number } {
  const matrices = Object.values(decodeSafetensors(bytes, label).tensors).filter(({ shape }) => shape.length === 2);
  const [hidden, output, ...more] = matrices.map(({ shape }) => shape[0]);
  if (hidden === undefined || output === undefined || more.length > 0)
    throw new UserError(
      `Expected the two linear layers of a projection head in ${label} but found ${matrices.length}.`,
    );
  return { hidden, output };
}

function load(module: Module, bytes: Uint8Array, label: string, prefix: string): Weights {
  const { parameters, buffers } = loadEncoder(module, bytes, label);
  return { parameters: withPrefix(prefix, parameters), buffers: withPrefix(prefix, buffers) };
}

function merged(first: Weights, second: Weights): Weights {
  return {
    parameters: { ...first.parameters, ...second.parameters },
    buffers: { ...first.buffers, ...second.buffers },
  };
}
