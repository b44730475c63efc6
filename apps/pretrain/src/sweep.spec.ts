import { rmSync } from 'node:fs';
import { sha256, encodeSafetensors } from '@amcl/artifacts';
import { resolveRuns, type ExperimentInput } from '@amcl/experiment';
import { resnet, toFile } from '@amcl/models';
import { readWorkSection } from '@amcl/stage';
import { provideOptuna } from '@amcl/sweeps';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { linkedCache } from '@amcl/engine/testing';
import { TINY, TinyWorkspace } from './testing/tiny-workspace';

let cache: string;
let workspace: TinyWorkspace;
beforeAll(async () => {
  await provideOptuna(() => undefined);
  cache = linkedCache();
});
afterAll(() => rmSync(cache, { recursive: true }));
afterEach(() => workspace.remove());

const SHORT = { ...TINY, epochs: 3, knn: { ...TINY.knn, every: 1 } };

async function sweepOf(sweep: NonNullable<ExperimentInput['sweep']>): Promise<void> {
  workspace = await TinyWorkspace.create(SHORT, cache, ['dark', 'bright']);
  await workspace.writeRuns(resolveRuns({ pretrain: SHORT, sweep }, 'tiny'));
}

/** An encoder to begin with: its file, and the sha256 of it. */
function weights(file: string, value: (index: number) => number): { file: string; sha256: string; bytes: Uint8Array } {
  const { parameters, buffers } = resnet(TINY.encoder);
  const specs = [...parameters, ...buffers];
  const arrays = specs.map(({ name, shape }) => {
    const length = shape.reduce((size, n) => size * n, 1);
    return [name, Float32Array.from({ length }, (_, index) => value(index))] as const;
  });
  const bytes = encodeSafetensors(toFile(specs, Object.fromEntries(arrays)));
  return { file, sha256: sha256(bytes), bytes };
}

describe('a sweep that chooses in training', () => {
  it('stops a run below the median of those before it, and takes all of it from the store the next time', async () => {
    const ones = weights('ones.safetensors', (index) => 1 + 0.3 * Math.sin(index));
    const zeros = weights('zeros.safetensors', () => 0); // no image differs from another
    const init = [ones, zeros].map(({ file, sha256 }) => ({ file, sha256 }));
    await sweepOf({
      parameters: { 'pretrain.init': { values: [null, ...init] } },
      earlyStopping: { startupRuns: 2 },
    });
    for (const { file, bytes } of [ones, zeros]) workspace.writeFile(file, bytes);
    const { code, out } = await workspace.run();
    expect(code).toBe(0);
    expect(out.match(/^stopped early after epoch 1: kNN 50\.00 % at best, below \d+\.\d\d %/gm)).toHaveLength(1);
    const outputs = await Promise.all(['point-1', 'point-2', 'point-3'].map((run) => workspace.output(run)));
    const [first, second, third] = outputs.map(({ result }) => result);
    expect([first, second].map((result) => result?.stopped)).toEqual([null, null]);
    expect([first, second, third].map((result) => [result?.epochs, result?.steps])).toEqual([
      [3, 12],
      [3, 12],
      [1, 4],
    ]);
    const at = (epoch: number) => (first!.knn[epoch]!.top1 + second!.knn[epoch]!.top1) / 2;
    expect(third?.stopped).toEqual({ epoch: 1, best: 50, below: at(1) });
    expect((await readWorkSection(outputs[2]!, 'pretrain'))?.knn.stopBelow).toEqual([
      { epoch: 1, top1: at(1) },
      { epoch: 2, top1: at(2) },
    ]);
    expect((await readWorkSection(outputs[1]!, 'pretrain'))?.knn.stopBelow).toBeNull();
    const again = await workspace.run();
    expect(again.out.match(/^pretrain was done before/gm)).toHaveLength(3);
    expect((await workspace.output('point-3')).manifest).toEqual(outputs[2]?.manifest);
  });

  it('chooses points by tpe, and the same again after a kill and from the store', async () => {
    await sweepOf({
      method: 'tpe',
      trials: 3,
      parameters: { 'pretrain.optimizer.lr': { distribution: 'log-uniform', min: 0.01, max: 0.1 } },
    });
    expect((await workspace.run({ steps: 8, signal: 'SIGKILL' })).code).toBeNull();
    const { code, out } = await workspace.run();
    expect(code).toBe(0);
    expect(out).toContain('going on at step 7');
    const runs = ['point-1', 'point-2', 'point-3'];
    const sections = await Promise.all(
      runs.map(async (run) => readWorkSection(await workspace.output(run), 'pretrain')),
    );
    const rates = sections.map((section) => section!.optimizer.lr);
    expect(new Set(rates).size).toBe(3);
    for (const lr of rates) expect(out).toContain(`pretrain.optimizer.lr = ${Number(lr.toPrecision(4))}\n`);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.01);
    expect((await workspace.run()).out.match(/^pretrain was done before/gm)).toHaveLength(3);
  });
});
