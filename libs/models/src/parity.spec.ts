import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine, valueAndGradients, type TensorMap } from '@amcl/engine';
import { casesOf, mismatch, type ParityCase } from '@amcl/parity';
import { fromFile, toFile, type FileSpec } from './files/file-layout';
import { layersOf, projectionHead, type ProjectionHeadKind } from './heads/projection-head';
import type { Module } from './module';
import type { BlockName } from './resnet/residual-block';
import { residualNetwork } from './resnet/resnet';
import { evalScope, trainingScope, type Weights } from './scope';
import { parityTensor } from './testing/parity-tensor';
import { tensorsOf } from './testing/weights-of';

/** A case as tensors in the memory's layout. */
function load(parityCase: ParityCase, { parameters, buffers }: Module): Weights {
  const tensors = (specs: readonly FileSpec[]) => tensorsOf(specs, fromFile(specs, parityCase.param, parityCase.name));
  return { parameters: tensors(parameters), buffers: tensors(buffers) };
}

/** Compares outputs, gradients and running statistics with the case; `train` is the name of the output in train mode. */
function check(parityCase: ParityCase, module: Module, train: 'train' | 'y', toMemory: (x: tf.Tensor) => tf.Tensor) {
  const { parameters, buffers } = load(parityCase, module);
  const x = parityTensor(parityCase, 'in', 'x');
  const cotangent = parityTensor(parityCase, 'in', 'cotangent');
  const { gradients, aux } = valueAndGradients(
    (all) => {
      const scope = trainingScope({ parameters: all, buffers });
      const y = module.forward(toMemory(all['in.x']!), scope);
      const aux: TensorMap = { y, ...scope.buffers() };
      return { loss: tf.sum<tf.Scalar>(tf.mul(y, cotangent)), aux };
    },
    { ...parameters, 'in.x': x },
  );

  expect(mismatch(parityCase, 'out', train, aux['y']!.dataSync())).toBeNull();
  const evaluated = module.forward(toMemory(x), evalScope({ parameters, buffers: aux }));
  expect(mismatch(parityCase, 'out', 'eval', evaluated.dataSync())).toBeNull();
  const statistics = Object.keys(parityCase.out).filter((name) => name.includes('running'));
  for (const name of statistics) expect(mismatch(parityCase, 'out', name, aux[name]!.dataSync())).toBeNull();
  const arrays = Object.fromEntries(
    Object.entries(gradients).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()]),
  );
  const file = toFile(module.parameters, arrays);
  const wanted = Object.keys(parityCase.grad).filter((name) => name !== 'x');
  expect(wanted.length).toBeGreaterThan(3);
  for (const name of wanted) expect(mismatch(parityCase, 'grad', name, file[name]!.data)).toBeNull();
  if (parityCase.grad['x']) expect(mismatch(parityCase, 'grad', 'x', gradients['in.x']!.dataSync())).toBeNull();
}

// auto: tensorflow where the machine has it.
describe.each(['cpu', 'auto'] as const)('encoders on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  it.each([...casesOf('resnet_cifar'), ...casesOf('resnet_imagenet')])(
    '$name is equal to torchvision',
    (parityCase) => {
      const { block, layers, base, features } = parityCase.params as unknown as {
        block: BlockName;
        layers: number[];
        base: number;
        features: number;
      };
      const stem = parityCase.op === 'resnet_cifar' ? 'cifar' : 'imagenet';
      const network = residualNetwork({ block, layers, base, stem });
      expect(network.features).toBe(features);
      const names = [...network.parameters, ...network.buffers].map(({ name }) => name);
      expect(names.sort()).toEqual(Object.keys(parityCase.param).sort());
      check(parityCase, network, 'train', (x) => tf.transpose(x, [0, 2, 3, 1]));
    },
  );
});

describe.each(['cpu', 'wasm', 'auto'] as const)('heads on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  it.each(casesOf('projection_head'))('$name is equal to lightly', (parityCase) => {
    const { kind, dims, bias, batch_norm, relu } = parityCase.params as unknown as {
      kind: ProjectionHeadKind;
      dims: number[];
      bias: boolean[];
      batch_norm: ('affine' | 'plain' | 'none')[];
      relu: boolean[];
    };
    const flags = layersOf({ kind, dims });
    expect(flags.map((layer) => layer.bias)).toEqual(bias);
    expect(flags.map((layer) => layer.batchNorm)).toEqual(batch_norm);
    expect(flags.map((layer) => layer.relu)).toEqual(relu);
    const head = projectionHead({ kind, dims });
    const names = [...head.parameters, ...head.buffers].map(({ name }) => name);
    expect(names.sort()).toEqual(Object.keys(parityCase.param).sort());
    check(parityCase, head, 'y', (x) => x);
  });
});
