import { valueAndGradients, type Grouping, type TensorMap } from '@amcl/engine';
import {
  batchNormLayer,
  denseHead,
  evalScope,
  fromFile,
  residualNetwork,
  toFile,
  trainingScope,
  type BlockName,
  type DenseLayer,
  type FileSpec,
  type Module,
  type StemName,
} from '@amcl/models';
import type { ParityCase } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import type { Adapter, Computed } from '../adapter';
import { numbersOf, tensorOf } from '../tensors';

/** How a case's network is made, and how its images lie. */
interface Network {
  readonly module: Module;
  /** Name of the output in train mode. */
  readonly train: 'train' | 'y';
}

const TO_MEMORY = [0, 2, 3, 1]; // NCHW -> NHWC
const TO_FILE = [0, 3, 1, 2];
const inMemory = (x: tf.Tensor) => (x.rank === 4 ? tf.transpose(x, TO_MEMORY) : x);
const asInCase = (x: tf.Tensor) => (x.rank === 4 ? tf.transpose(x, TO_FILE) : x);

/** Train mode, its gradients, then eval mode with the running statistics that it left. */
function computed(parityCase: ParityCase, { module, train }: Network): Computed {
  const { in: inputs, out } = parityCase;
  const weights = (specs: readonly FileSpec[], tensors = parityCase.param): TensorMap => {
    const arrays = fromFile(specs, tensors, parityCase.name);
    return Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(arrays[name]!, [...shape])]));
  };
  const buffers = weights(module.buffers, { ...firstStatistics(module), ...parityCase.param });
  const [x, cotangent] = [tensorOf(inputs['x']!), tensorOf(inputs['cotangent']!)];
  const { gradients, aux } = valueAndGradients(
    ({ 'in.x': moving, ...parameters }) => {
      const scope = trainingScope({ parameters, buffers });
      const y = asInCase(module.forward(inMemory(moving!), scope));
      const kept: TensorMap = { [train]: y, ...scope.buffers() };
      return { loss: tf.sum<tf.Scalar>(tf.mul(y, cotangent)), aux: kept };
    },
    { ...weights(module.parameters), 'in.x': x },
  );
  const { [train]: y, ...after } = aux;
  const evaluated = module.forward(inMemory(x), evalScope({ parameters: weights(module.parameters), buffers: after }));
  const { 'in.x': ofX, ...ofParameters } = gradients;
  const file = toFile(module.parameters, numbersOf(ofParameters));
  const statistics = Object.fromEntries(Object.entries(after).filter(([name]) => name in out));
  return {
    out: numbersOf({ [train]: y!, eval: asInCase(evaluated), ...statistics }),
    grad: {
      ...Object.fromEntries(Object.entries(file).map(([name, { data }]) => [name, data])),
      ...numbersOf({ x: ofX! }),
    },
  };
}

/** Running means of 0 and variances of 1, where a case has none. */
function firstStatistics({ buffers }: Module): ParityCase['param'] {
  return Object.fromEntries(
    buffers.map(({ name, shape }) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const data = new Float32Array(length).fill(name.endsWith('running_var') ? 1 : 0);
      return [name, { dtype: 'F32', shape: [...shape], data }];
    }),
  );
}

const resnet =
  (stem: StemName): Adapter =>
  (parityCase) => {
    const { block, layers, base } = parityCase.params as { block: BlockName; layers: number[]; base: number };
    return computed(parityCase, { module: residualNetwork({ block, layers, base, stem }), train: 'train' });
  };

/** Encoders, heads and split batch norm. */
export const networks: Readonly<Record<string, Adapter>> = {
  resnet_cifar: resnet('cifar'),
  resnet_imagenet: resnet('imagenet'),
  projection_head: (parityCase) => {
    const { dims, bias, batch_norm, relu } = parityCase.params as {
      dims: number[];
      bias: boolean[];
      batch_norm: DenseLayer['batchNorm'][];
      relu: boolean[];
    };
    const layers = bias.map((_, layer) => ({
      input: dims[layer]!,
      output: dims[layer + 1]!,
      bias: bias[layer]!,
      batchNorm: batch_norm[layer]!,
      relu: relu[layer]!,
    }));
    return computed(parityCase, { module: denseHead(layers), train: 'y' });
  },
  split_batch_norm: (parityCase) => {
    const { splits, grouping } = parityCase.params as { splits: number; grouping: Grouping };
    const channels = parityCase.in['x']!.shape[1] ?? 0;
    return computed(parityCase, { module: batchNormLayer({ channels, affine: true, splits, grouping }), train: 'y' });
  },
};
