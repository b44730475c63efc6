import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ENGINE_IDENTITY_FILE, StageOutput } from '@amcl/artifacts';
import { locateLibrary, TFJS_VERSION } from '@amcl/engine/library';
import { extend, resolveExperiment, sectionNames, type Experiment, type ExperimentInput } from '@amcl/experiment';
import { experimentFile } from '@amcl/experiment/load';
import { linearProbeResultSchema, parseMetrics, pretrainResultSchema } from '@amcl/results';
import { runPaths } from '@amcl/stage';
import { linkedCache } from '@amcl/engine/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(__dirname, '../../..');
const METHODS = ['simclr', 'moco', 'simsiam', 'barlow-twins'];
const NAMES = METHODS.flatMap((method) => [`small-${method}`, `small-${method}-amcl`]);
const STEPS = 4;
/** Of images: more than the hardest of AMCL and the neighbours of kNN, and enough for the splits of MoCo's batch norm. */
const BATCH = 32;

/** The experiment as it is declared, for two epochs of two small batches of real images. */
async function declared(name: string): Promise<Experiment> {
  const file = experimentFile(ROOT, name);
  const { default: input } = (await import(join(ROOT, file))) as { default: ExperimentInput };
  const short = extend(input, {
    dataset: { limit: { train: 70, test: 60 } },
    pretrain: { batchSize: BATCH, epochs: STEPS / 2 },
    linearProbe: { epochs: 2, batchSize: BATCH, similarity: { images: 60 }, map: { images: 60, epochs: 3 } },
  });
  return resolveExperiment(short, file);
}

describe('every small pipeline, on real images', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'amcl-small-'));
  const cache = linkedCache();
  const paths = runPaths(workspace);
  afterAll(() => [workspace, cache].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  const write = (path: string, content: unknown) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  };

  /** @throws Error with what it says where it fails */
  const run = async (stage: string, name: string) => {
    const program = join(ROOT, 'apps', stage, 'src/main.ts');
    const args = ['-r', require.resolve('@amcl/register'), program, '--experiment', name];
    const env = { ...process.env, AMCL_CACHE: cache };
    await promisify(execFile)(process.execPath, args, { cwd: workspace, env });
  };

  beforeAll(async () => {
    for (const name of ['apps', 'libs', 'tools', 'node_modules', 'package.json', 'package-lock.json'])
      symlinkSync(join(ROOT, name), join(workspace, name));
    const library = locateLibrary()?.identity ?? null;
    write(join(workspace, ENGINE_IDENTITY_FILE), { backend: 'tensorflow', tfjs: TFJS_VERSION, library });
    for (const name of NAMES) {
      const experiment = await declared(name);
      for (const section of sectionNames)
        write(paths.section(name, section), { seed: experiment.seed, section: experiment[section] });
      write(paths.runs(name), [{ name: null, seed: experiment.seed, point: {} }]);
    }
    // All of them have the same data and views.
    const [first = '', ...others] = NAMES;
    for (const stage of ['ingest', 'augment'] as const) {
      await run(stage, first);
      for (const name of others)
        cpSync(paths.output(first, stage), paths.output(name, stage), { recursive: true, verbatimSymlinks: true });
    }
  });

  // Two at once (vitest.config.mts): what a program does at its start uses one core.
  it.concurrent.each(NAMES)('%s trains, is probed and reported', async (name) => {
    for (const stage of ['pretrain', 'linear-probe', 'report']) await run(stage, name);

    const pretrain = await StageOutput.open(paths.output(name, 'pretrain'), pretrainResultSchema);
    const { result } = pretrain;
    expect(result.steps).toBe(STEPS);
    expect(result.knn.map(({ epoch }) => epoch)).toEqual([0, STEPS / 2]);
    const metrics = parseMetrics(readFileSync(pretrain.path(result.files.metrics), 'utf8'));
    const steps = metrics.flatMap((metric) => ('loss' in metric ? [metric] : []));
    expect(steps).toHaveLength(STEPS);
    for (const step of steps) expect(Object.values(step).flat().every(Number.isFinite)).toBe(true);

    const { amcl } = result.network;
    expect(amcl !== null).toBe(name.endsWith('-amcl'));
    for (const { positiveTemperatures, negativeTemperatures, negativeSimilarity } of steps) {
      expect(positiveTemperatures?.length).toBe(amcl?.heads);
      expect(negativeTemperatures?.length).toBe(negativeSimilarity === undefined ? undefined : amcl?.heads);
      if (amcl?.temperature.kind !== 'adaptive') continue;
      for (const temperature of [positiveTemperatures, negativeTemperatures].flatMap((heads) => heads ?? [])) {
        expect(temperature).toBeGreaterThanOrEqual(amcl.temperature.lower);
        expect(temperature).toBeLessThanOrEqual(amcl.temperature.upper);
      }
    }

    const probe = await StageOutput.open(paths.output(name, 'linear-probe'), linearProbeResultSchema);
    expect(probe.result.trained.knn.top1).toBeGreaterThan(0);
    expect(readFileSync(join(paths.output(name, 'report'), 'report.html'), 'utf8')).toContain('kNN monitor');
  });
});
