import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSafetensors, encodeSafetensors, sha256 } from '@amcl/artifacts';
import { resolveExperiment, type ExperimentInput, type PretrainSection } from '@amcl/experiment';
import { resnet, toFile } from '@amcl/models';
import { parseMetrics } from '@amcl/results';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { linkedCache } from '@amcl/engine/testing';
import { TINY, TinyWorkspace } from './testing/tiny-workspace';

const cache = linkedCache();
afterAll(() => rmSync(cache, { recursive: true }));

const workspaces: TinyWorkspace[] = [];
afterEach(() => workspaces.splice(0).forEach((workspace) => workspace.remove()));

async function workspaceOf(section = TINY): Promise<TinyWorkspace> {
  const workspace = await TinyWorkspace.create(section, cache);
  workspaces.push(workspace);
  return workspace;
}

/** `TINY` by another method. */
function tiny({ method, amcl }: Pick<NonNullable<ExperimentInput['pretrain']>, 'method' | 'amcl'>): PretrainSection {
  const { pretrain } = resolveExperiment({ pretrain: { method, amcl } }, 'tiny');
  return { ...TINY, epochs: 4, method: pretrain.method, amcl: pretrain.amcl };
}

/** A file of the encoder of `TINY`. */
function encoderBytes(values: (name: string, length: number) => Float32Array): Uint8Array {
  const { parameters, buffers } = resnet(TINY.encoder);
  const specs = [...parameters, ...buffers];
  const length = (shape: readonly number[]) => shape.reduce((size, n) => size * n, 1);
  const arrays = specs.map(({ name, shape }) => [name, values(name, length(shape))] as const);
  return encodeSafetensors(toFile(specs, Object.fromEntries(arrays)));
}

describe('stage pretrain', () => {
  it('ends the same after five SIGKILLs as without: encoder, heads, losses, manifest', async () => {
    const [whole, killed] = [await workspaceOf(), await workspaceOf()];
    const { code, out } = await whole.run();
    expect(code).toBe(0);
    expect(out.match(/^epoch \d+\/10 .*$/gm)).toHaveLength(10);
    expect(out).toMatch(
      /^epoch 4\/10 {2}loss \d+\.\d{4} {2}lr 0\.0\d+ {2}kNN 100\.00 % {2}\d+ views\/s {2}\d+\.\d min left$/m,
    );
    for (const steps of [3, 8, 15, 26, 38]) {
      expect((await killed.run({ steps, signal: 'SIGKILL' })).code).toBeNull();
      expect(killed.hasOutput()).toBe(false);
    }
    expect((await killed.run()).out).toContain('going on at step 35');
    const [a, b] = [await whole.output(), await killed.output()];
    expect(b.manifest).toEqual(a.manifest);
    expect(a.manifest.files['encoder.safetensors']?.blob).toBe(true);
    expect(a.result).toMatchObject({ steps: 40, epochs: 10, features: 16, network: { amcl: null, init: null } });
    expect(a.result.knn.map(({ epoch }) => epoch)).toEqual([0, 4, 8, 10]);
    expect(killed.work()).toBeNull();
    const run = JSON.parse(readFileSync(b.path('run.json'), 'utf8')) as object;
    expect(run).toMatchObject({ resumedAt: 35, threads: expect.any(Number) as number });
  });

  it('resumes MoCo with AMCL to the same queue and momentum copies: its later numbers are those without a break', async () => {
    const section = tiny({
      method: { name: 'moco', queueSize: 40, batchNormSplits: 2, projectionHead: { output: 8 } },
      amcl: { heads: 2, hardest: 3, temperature: { kind: 'adaptive', hidden: 8, lower: 0.05, upper: 2 } },
    });
    const [whole, killed] = [await workspaceOf(section), await workspaceOf(section)];
    const { code, out } = await whole.run();
    expect(code).toBe(0);
    expect(out).toContain('moco + AMCL (2 heads, adaptive temperature): 48 images');
    expect(out).toMatch(/^epoch 4\/4 {2}loss -?\d.* temperature \d\.\d{3} \(negatives \d\.\d{3}\) /m);
    expect((await killed.run({ steps: 9, signal: 'SIGKILL' })).code).toBeNull();
    expect((await killed.run()).out).toContain('going on at step 7');
    const [a, b] = [await whole.output(), await killed.output()];
    expect(b.manifest).toEqual(a.manifest);
    const steps = parseMetrics(readFileSync(a.path('metrics.jsonl'), 'utf8')).filter((metric) => 'loss' in metric);
    expect(steps).toHaveLength(16);
    for (const { positiveTemperatures, negativeTemperatures } of steps)
      for (const temperatures of [positiveTemperatures, negativeTemperatures]) {
        expect(temperatures).toHaveLength(2);
        for (const temperature of temperatures ?? []) {
          expect(temperature).toBeGreaterThan(0.05);
          expect(temperature).toBeLessThan(2);
        }
      }
    const heads = Object.keys(decodeSafetensors(await a.read('heads.safetensors'), 'heads').tensors);
    expect(heads).toContain('projection_head.1.layers.2.weight');
    expect(heads).toContain('temperature.2.bias');
    expect(heads.filter((name) => /queue|momentum|^encoder/.test(name))).toEqual([]);
  });

  it('begins with the weights of pretrain.init', async () => {
    const bytes = encoderBytes((name, length) =>
      Float32Array.from({ length }, (_, i) => 1 + 0.1 * Math.sin(i + name.length)),
    );
    const init = { file: 'begin.safetensors', sha256: sha256(bytes) };
    // A rate so small that no weight moves.
    const section = { ...TINY, epochs: 1, optimizer: { ...TINY.optimizer, lr: 1e-30 }, knn: { ...TINY.knn, every: 0 } };
    const workspace = await workspaceOf({ ...section, init });
    workspace.writeFile(init.file, bytes);
    const { code, out } = await workspace.run();
    expect(code).toBe(0);
    expect(out).toContain("the encoder's from begin.safetensors");
    const output = await workspace.output();
    expect(output.result.network.init).toEqual(init);
    const [given, trained] = [bytes, await output.read('encoder.safetensors')].map(
      (file) => decodeSafetensors(file, 'encoder').tensors,
    );
    for (const { name } of resnet(TINY.encoder).parameters) expect(trained?.[name], name).toEqual(given?.[name]);
  });

  it('refuses weights of another sha256, and says what to set', async () => {
    const bytes = encoderBytes((_name, length) => new Float32Array(length));
    const workspace = await workspaceOf({ ...TINY, init: { file: 'begin.safetensors', sha256: '0'.repeat(64) } });
    workspace.writeFile('begin.safetensors', bytes);
    const { code, error } = await workspace.run();
    expect(code).toBe(1);
    expect(error).toContain(`to have sha256 ${'0'.repeat(64)} but received ${sha256(bytes)}`);
    expect(error).toContain('set pretrain.init.sha256');
    expect(workspace.hasOutput()).toBe(false);
  });

  it('warns once when the embeddings have collapsed, and hands on how far', async () => {
    const bytes = encoderBytes((_name, length) => new Float32Array(length)); // no image differs from another
    const init = { file: 'zeros.safetensors', sha256: sha256(bytes) };
    const workspace = await workspaceOf({ ...TINY, epochs: 2, init });
    workspace.writeFile(init.file, bytes);
    const { code, error } = await workspace.run();
    expect(code).toBe(0);
    expect(error.match(/^warning: the embeddings are collapsing: .* is 0\.00 of/gm)).toHaveLength(1);
    expect((await workspace.output()).result.embeddingStd.last).toBeCloseTo(0, 5);
  });

  it('writes a checkpoint when it is interrupted, exits 130 and goes on from there', async () => {
    const workspace = await workspaceOf();
    const { code, error } = await workspace.run({ steps: 10, signal: 'SIGINT' });
    expect(code).toBe(130);
    expect(error).toContain('pretrain was stopped. Run the same command again to go on.');
    const at = /going on at step (\d+)/.exec((await workspace.run()).out)?.[1];
    expect(Number(at)).toBeGreaterThanOrEqual(10);
  });

  it('stops at a loss that is not finite and names step, rate and last good checkpoint', async () => {
    const workspace = await workspaceOf({ ...TINY, optimizer: { ...TINY.optimizer, lr: 1e30 } });
    const { code, error } = await workspace.run();
    expect(code).toBe(1);
    expect(error).toMatch(
      /Expected a finite loss but received \S+ at step \d+ with learning rate \S+e\+\d+\..*Last good checkpoint: none/,
    );
    expect(workspace.hasOutput()).toBe(false);
  });

  it('refuses a checkpoint of another experiment, and one cut short', async () => {
    const [one, other] = [await workspaceOf(), await workspaceOf({ ...TINY, epochs: 11 })];
    for (const workspace of [one, other]) await workspace.run({ steps: 9, signal: 'SIGKILL' });
    const [foreign, own] = [other.checkpoint() ?? '', one.checkpoint() ?? ''];
    copyFileSync(foreign, own);
    const mixed = await one.run();
    expect(mixed).toMatchObject({
      code: 1,
      error: expect.stringContaining('belongs to another experiment or version') as string,
    });
    truncateSync(own, 5000);
    const cut = await one.run();
    expect(cut.code).toBe(1);
    expect(cut.error).toMatch(/checkpoint\.safetensors.*truncated or damaged/);
  });

  it('names the command that provides the engine when it is missing', async () => {
    const workspace = await workspaceOf();
    const empty = join(workspace.folder, 'empty-cache');
    mkdirSync(empty);
    const missing = await workspace.run(undefined, { AMCL_CACHE: empty });
    expect(missing.code).toBe(1);
    expect(missing.error).toContain('npx nx run libtensorflow:provide');
    expect(missing.error).not.toMatch(/^ +at /m);
  });
});
