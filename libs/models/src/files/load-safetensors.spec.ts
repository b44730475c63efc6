import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, UserError } from '@amcl/artifacts';
import { projectionHead } from '../heads/projection-head';
import { initializeBuffers, initializeParameters } from '../initialize';
import { momentumCopy } from '../momentum/momentum-copy';
import { residualNetwork } from '../resnet/resnet';
import { loadSafetensors } from './load-safetensors';
import { saveSafetensors } from './save-safetensors';

const encoder = residualNetwork({ block: 'basic', layers: [1, 1], stem: 'imagenet', base: 2 });
const weights = { parameters: initializeParameters(encoder, 1), buffers: initializeBuffers(encoder, 1) };

describe('saveSafetensors', () => {
  it("writes torchvision's names in PyTorch's layout", () => {
    const { tensors } = decodeSafetensors(saveSafetensors(encoder, weights), 'file');
    expect(Object.keys(tensors).sort()).toEqual(
      [...encoder.parameters, ...encoder.buffers].map(({ name }) => name).sort(),
    );
    expect(tensors['conv1.weight']?.shape).toEqual([2, 3, 7, 7]);
    expect(tensors['layer2.0.downsample.1.running_var']?.shape).toEqual([4]);
  });

  it('names the values that it lacks', () => {
    expect(() => saveSafetensors(encoder, { ...weights, buffers: {} })).toThrow(/values for bn1.running_mean/);
  });
});

describe('loadSafetensors', () => {
  it('gives what was saved, of a momentum copy, too', () => {
    expect(loadSafetensors(encoder, saveSafetensors(encoder, weights), 'file')).toEqual(weights);
    const copy = momentumCopy(projectionHead({ kind: 'moco', dims: [5, 4, 3] }), '');
    const copied = { parameters: {}, buffers: initializeBuffers(copy, 1) };
    expect(loadSafetensors(copy, saveSafetensors(copy, copied), 'file')).toEqual(copied);
  });

  const { tensors } = decodeSafetensors(saveSafetensors(encoder, weights), 'file');
  const load = (changed: Parameters<typeof encodeSafetensors>[0]) => () =>
    loadSafetensors(encoder, encodeSafetensors(changed), 'weights.safetensors');

  it('leaves tensors of other names alone', () => {
    const others = {
      'fc.weight': { dtype: 'F32', shape: [1, 2], data: Float32Array.of(1, 2) },
      'bn1.num_batches_tracked': { dtype: 'I64', shape: [], data: BigInt64Array.of(3n) },
    } as const;
    expect(load({ ...tensors, ...others })()).toEqual(weights);
  });

  it.each([
    [
      'another shape',
      load({ ...tensors, 'bn1.bias': { dtype: 'F32', shape: [3], data: new Float32Array(3) } }),
      /F32 \[2\] for tensor bn1.bias of weights.safetensors but found F32 \[3\].*check the encoder's name/,
    ],
    [
      'an absent tensor',
      load(Object.fromEntries(Object.entries(tensors).filter(([name]) => name !== 'bn1.running_mean'))),
      /a tensor bn1.running_mean in weights.safetensors/,
    ],
    [
      'another type',
      load({ ...tensors, 'bn1.bias': { dtype: 'I32', shape: [2], data: new Int32Array(2) } }),
      /bn1.bias .* found I32/,
    ],
    [
      'half a file',
      () => loadSafetensors(encoder, saveSafetensors(encoder, weights).subarray(0, 5000), 'half'),
      /half .*truncated/,
    ],
  ])('refuses %s as an error of the user', (_, call, message) => {
    expect(call).toThrow(UserError);
    expect(call).toThrow(message);
  });
});
