import type { StageOutput } from '@amcl/artifacts';
import { createMethod, ENCODER_PREFIX, type Method } from '@amcl/methods';
import type { Encoder, Weights } from '@amcl/models';
import type { PretrainResult } from '@amcl/results';
import { loadEncoder, loadHeads, readInit, TrainingState, withPrefix } from '@amcl/training';
import * as tf from '@tensorflow/tfjs-core';

/** An encoder with its heads, of names as in pre-training. */
export interface Network {
  readonly name: 'trained' | 'untrained';
  readonly weights: Weights;
}

/** The networks to compare, and the two ways through them. */
export interface Networks {
  /** Images to the encoder's features. */
  readonly encoder: Encoder;
  /** Images to the embedding whose cosine similarity the loss is about; several heads side by side. */
  readonly embedding: Encoder;
  readonly trained: Network;
  /** With the weights from which pre-training began: same seed or same `pretrain.init`, same running statistics. */
  readonly untrained: Network;
  dispose(): void;
}

/**
 * Loads what stage pretrain handed on, and makes the network that it began with.
 * @param from.workspace its root, from which the path of `pretrain.init` is meant
 * @throws UserError when a file is missing, damaged or of another network
 */
export async function openNetworks(
  pretrain: StageOutput<PretrainResult>,
  { seed, workspace }: { readonly seed: number; readonly workspace: string },
): Promise<Networks> {
  const { network, files } = pretrain.result;
  const method = createMethod(network);
  const [encoderBytes, headsBytes] = [await pretrain.read(files.encoder), await pretrain.read(files.heads)];
  const init = await readInit(workspace, network.init, method.encoder);
  const trained = merged(
    prefixedWeights(ENCODER_PREFIX, loadEncoder(method.encoder, encoderBytes, files.encoder)),
    loadHeads(method, headsBytes, files.heads),
  );
  const initial = TrainingState.initialize(method, seed, init);
  return {
    encoder: encoderOf(method),
    embedding: { ...method.module, features: method.embeddingSize },
    trained: { name: 'trained', weights: trained },
    untrained: { name: 'untrained', weights: initial },
    dispose: () => {
      tf.dispose([trained.parameters, trained.buffers]);
      initial.dispose();
    },
  };
}

/** The encoder by the names of the method's module. */
function encoderOf(method: Method): Encoder {
  const { module, encoder } = method;
  return { ...module, forward: (x, scope) => method.encode(x, scope), features: encoder.features };
}

function prefixedWeights(prefix: string, { parameters, buffers }: Weights): Weights {
  return { parameters: withPrefix(prefix, parameters), buffers: withPrefix(prefix, buffers) };
}

function merged(first: Weights, second: Weights): Weights {
  return {
    parameters: { ...first.parameters, ...second.parameters },
    buffers: { ...first.buffers, ...second.buffers },
  };
}
