import { beforeAll, describe, expect, it } from 'vitest';
import { encodeSafetensors, UserError } from '@amcl/artifacts';
import { openEngine } from '@amcl/engine';
import { loadSafetensors } from '@amcl/models';
import { encoderArrays, encoderFile, headsFile, loadHeads } from './encoder-weights';
import { tinyBatch, tinyMethod, tinyMoco, tinyOptions } from './testing/tiny-method';
import { trainStep } from './train-step';
import { TrainingState } from './training-state';

beforeAll(() => openEngine({ backend: 'cpu' }));

const method = tinyMethod();
const { encoder } = method;
function trained(): TrainingState {
  const state = TrainingState.initialize(method, 3);
  trainStep(method, state, tinyBatch(0), tinyOptions(method));
  return state;
}

describe('the files of a trained state', () => {
  it("have torchvision's and lightly's bare names in PyTorch's layout", () => {
    const state = trained();
    const file = encoderFile(method, state);
    expect(file['conv1.weight']?.shape).toEqual([2, 3, 3, 3]);
    expect(file['layer4.1.bn2.running_var']?.shape).toEqual([16]);
    // Each of 20 convolutions with its batch norm of four tensors.
    expect(Object.keys(file)).toHaveLength(20 * 5);
    expect(Object.keys(headsFile(method, state))).toEqual(
      [
        ...['0.weight', '1.weight', '1.bias', '3.weight', '4.weight', '4.bias'],
        ...['1.running_mean', '1.running_var', '4.running_mean', '4.running_var'],
      ].map((name) => `projection_head.layers.${name}`),
    );
    expect(headsFile(method, state)['projection_head.layers.3.weight']?.shape).toEqual([6, 16]);
  });

  it('hold the heads and the temperature network of AMCL, and nothing that only training needs', () => {
    const moco = tinyMoco();
    const state = TrainingState.initialize(moco, 1);
    const file = headsFile(moco, state);
    expect(Object.keys(file).filter((name) => !/^(projection_head\.[01]\.layers|temperature)\./.test(name))).toEqual(
      [],
    );
    expect(file['projection_head.1.layers.2.bias']?.shape).toEqual([6]);
    expect(file['temperature.0.weight']?.shape).toEqual([4, 6]);
    const loaded = loadHeads(moco, encodeSafetensors(file), 'heads');
    for (const [name, values] of Object.entries(loaded.parameters))
      expect(values).toEqual(state.parameters[name]?.dataSync());
  });

  it('give the numbers of the state when they are loaded, other tensors left alone', () => {
    const state = trained();
    const fc = { dtype: 'F32' as const, shape: [1], data: Float32Array.of(1) };
    const bytes = encodeSafetensors({ ...encoderFile(method, state), 'fc.bias': fc });
    const loaded = loadSafetensors(encoder, bytes, 'encoder');
    expect(loaded).toEqual(encoderArrays(state));
    expect(loaded.parameters['layer1.0.conv1.weight']).toEqual(
      state.parameters['encoder.layer1.0.conv1.weight']?.dataSync(),
    );
  });

  it('are refused by another encoder, and when a tensor is absent', () => {
    const file = encoderFile(method, trained());
    const wider = tinyMethod({ encoder: { width: 1 / 16 } });
    const load = () => loadSafetensors(wider.encoder, encodeSafetensors(file), 'e.safetensors');
    expect(load).toThrow(UserError);
    expect(load).toThrow(/\[4, 3, 3, 3\] for tensor conv1.weight of e.safetensors but found F32 \[2, 3, 3, 3\].*width/);
    delete file['bn1.running_mean'];
    expect(() => loadSafetensors(encoder, encodeSafetensors(file), 'e')).toThrow(/tensor bn1.running_mean in e but/);
  });
});
