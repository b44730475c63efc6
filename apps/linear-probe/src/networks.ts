import type { StageOutput } from '@amcl/artifacts';
import { createMethod, ENCODER_PREFIX, type Method } from '@amcl/methods';
import { loadSafetensors, resnet, type Arrays, type Encoder, type WeightArrays } from '@amcl/models';
import type { PretrainResult } from '@amcl/results';
import { loadHeads, readInit, TrainingState, withPrefix } from '@amcl/training';

/** An encoder with its heads, of names as in pre-training. */
export interface Network {
  readonly name: 'trained' | 'untrained';
  readonly weights: WeightArrays;
}

/** What pre-training hands on, by bare names, to train it further. */
export interface Pretrained {
  /** With ordinary batch norm: of MoCo's groups of the batch there is no need where nothing is compared within it. */
  readonly encoder: Encoder;
  readonly weights: WeightArrays;
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
  readonly pretrained: Pretrained;
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
  const weights = loadSafetensors(method.encoder, encoderBytes, files.encoder);
  const trained = merged(prefixedWeights(ENCODER_PREFIX, weights), loadHeads(method, headsBytes, files.heads));
  return {
    encoder: encoderOf(method),
    embedding: { ...method.module, features: method.embeddingSize },
    trained: { name: 'trained', weights: trained },
    untrained: { name: 'untrained', weights: initialOf(trained, TrainingState.initialize(method, seed, init)) },
    pretrained: { encoder: resnet(network.encoder), weights },
  };
}

/** The first values of what was trained, without what only training needs. The state is disposed. */
function initialOf({ parameters, buffers }: WeightArrays, state: TrainingState): WeightArrays {
  const initial = state.weightArrays('');
  state.dispose();
  const named = (names: Arrays, values: Arrays) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, values[name] as Float32Array]));
  return { parameters: named(parameters, initial.parameters), buffers: named(buffers, initial.buffers) };
}

/** The encoder by the names of the method's module. */
function encoderOf(method: Method): Encoder {
  const { module, encoder } = method;
  return { ...module, forward: (x, scope) => method.encode(x, scope), features: encoder.features };
}

function prefixedWeights(prefix: string, { parameters, buffers }: WeightArrays): WeightArrays {
  return { parameters: withPrefix(prefix, parameters), buffers: withPrefix(prefix, buffers) };
}

function merged(first: WeightArrays, second: WeightArrays): WeightArrays {
  return {
    parameters: { ...first.parameters, ...second.parameters },
    buffers: { ...first.buffers, ...second.buffers },
  };
}
