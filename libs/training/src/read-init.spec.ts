import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors, sha256, UserError } from '@amcl/artifacts';
import { initializeBuffers, initializeParameters, resnet, toFile, type ResNetOptions } from '@amcl/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInit } from './read-init';

const options: ResNetOptions = { name: 'resnet18', stem: 'cifar', width: 1 / 64 };
const encoder = resnet(options);
const values = { ...initializeParameters(encoder, 9), ...initializeBuffers(encoder, 9) };
const fc = { dtype: 'F32' as const, shape: [2], data: Float32Array.of(1, 2) };
const bytes = encodeSafetensors({ ...toFile([...encoder.parameters, ...encoder.buffers], values), 'fc.bias': fc });
const init = { file: 'weights.safetensors', sha256: sha256(bytes) };

let workspace: string;
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'read-init-'));
  writeFileSync(join(workspace, init.file), bytes);
});
afterAll(() => rmSync(workspace, { recursive: true }));

describe('readInit', () => {
  it("gives the file's parameters and running statistics in the memory's layout, without what is not the encoder's", async () => {
    expect(await readInit(workspace, init, encoder)).toEqual(values);
  });

  it('gives nothing where the experiment names no file', async () => {
    expect(await readInit(workspace, null, encoder)).toBeUndefined();
  });

  it('takes an absolute path as well', async () => {
    const absolute = { ...init, file: join(workspace, init.file) };
    expect(await readInit('/elsewhere', absolute, encoder)).toEqual(values);
  });

  it.each([
    [
      'another sha256, with the field to set',
      { ...init, sha256: '0'.repeat(64) },
      encoder,
      new RegExp(
        `weights.safetensors \\(pretrain.init.file\\) to have sha256 0{64} but received ${init.sha256}.* set pretrain.init.sha256`,
      ),
    ],
    ['a file that is not there', { ...init, file: 'gone.safetensors' }, encoder, /gone.safetensors .*ENOENT/],
    [
      'a file of another encoder',
      init,
      resnet({ ...options, width: 1 / 32 }),
      /conv1\.weight of .*pretrain\.init\.file/,
    ],
  ])('refuses %s', async (_title, wrong, network, message) => {
    const read = readInit(workspace, wrong, network);
    await expect(read).rejects.toThrow(UserError);
    await expect(read).rejects.toThrow(message);
  });
});
