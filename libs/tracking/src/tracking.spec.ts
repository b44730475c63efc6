import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@amcl/artifacts';
import { runPaths } from '@amcl/stage';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { INGEST_RESULT, PROBE_RESULT, SECTIONS } from './testing/plausible';
import { RealServer, START_TIMEOUT, type ReadRun } from './testing/real-server';
import { finished, observed, spoolsOf, started, writeSettings } from './testing/stage-of';
import { syncAll } from './sync';

let server: RealServer;
beforeAll(async () => {
  server = await RealServer.start();
}, START_TIMEOUT);
afterAll(() => server.end());

let workspace: string;
let told: string[];
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'tracked-'));
  vi.stubEnv('MLFLOW_TRACKING_URI', server.uri);
  vi.stubEnv('MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL', '0.2');
  told = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void told.push(line));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(workspace, { recursive: true });
});

/** The manifest's digest, as a later stage has it of the stage that it read. */
const digestOf = (experiment: string, stage: string): string =>
  sha256(readFileSync(join(runPaths(workspace).output(experiment, stage), 'manifest.json')));

function named(runs: readonly ReadRun[], name: string): ReadRun {
  const found = runs.filter((run) => run.name === name);
  expect(found, name).toHaveLength(1);
  return found[0] as ReadRun;
}

const steps = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    kind: 'metrics' as const,
    step: from + at,
    values: { 'train/loss': 1 / (from + at), 'train/lr': 0.06 },
  }));

describe('a tracked experiment', () => {
  it('is found whole by MLflow: parent, nested runs, settings, points, data, files, model', async () => {
    writeSettings(workspace, 'whole', SECTIONS);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: workspace, encoding: 'utf8' }).trim();
    git('init', '--quiet', '--initial-branch', 'trial');
    git('-c', 'user.name=me', '-c', 'user.email=me@here', 'commit', '--quiet', '--allow-empty', '-m', 'first');
    vi.stubEnv('AMCL_REGISTER_MODEL', 'whole-encoder');
    const ingest = started(workspace, 'whole', 'ingest');
    const first = observed();
    first.say(ingest, await finished(ingest, { result: INGEST_RESULT }));
    await first.end();

    const inputs = { ingest: digestOf('whole', 'ingest') };
    const library = { name: 'tensorflow-cpu', version: '2.21.0', sha256: '0'.repeat(64) };
    const pretrain = started(workspace, 'whole', 'pretrain', {
      engine: { backend: 'tensorflow', tfjs: '4.22.0', library },
    });
    const second = observed();
    second.say(pretrain);
    const [root = ''] = readdirSync(spoolsOf(workspace));
    const lines = join(spoolsOf(workspace), root, pretrain.key, 'lines.jsonl');
    await vi.waitFor(() => expect(readFileSync(lines, 'utf8')).toContain('cpu_utilization'), { timeout: 120_000 });
    second.say(...steps(1, 1500), { kind: 'metrics', step: 1500, values: { 'monitor/knn': NaN } });
    const encoder = new Uint8Array(100_000).fill(7);
    const record = { device: 'AMD EPYC', viewsPerSecond: 321, peakMemoryBytes: 1e9 };
    const files = { 'metrics.jsonl': '{}\n', 'plots/similarity.svg': '<svg/>' };
    const blobs = { 'encoder.safetensors': encoder, 'heads.safetensors': encoder };
    second.say(await finished(pretrain, { result: {}, files, blobs, inputs, record }));
    await second.end();

    const probe = started(workspace, 'whole', 'linear-probe');
    const third = observed();
    third.say(probe, await finished(probe, { result: PROBE_RESULT, inputs }));
    await third.end();
    const report = started(workspace, 'whole', 'report');
    const fourth = observed();
    fourth.say(report, await finished(report, { result: {}, files: { 'report.html': '<html>report</html>' }, inputs }));
    await fourth.end();
    expect(told).toEqual([]);

    const { experiment, runs, versions } = await server.read('whole');
    expect(experiment?.tags['mlflow.experimentKind']).toBe('custom_model_development');
    expect(runs).toHaveLength(5);
    const [parent, ran, read, probed] = ['whole', 'pretrain', 'ingest', 'linear-probe'].map((name) =>
      named(runs, name),
    );

    expect(parent?.status).toBe('FINISHED');
    expect(parent?.params).toMatchObject({
      seed: '1',
      'dataset.source': 'npm',
      'augmentation.randomResizedCrop.scale': '[0.08,1]',
      'pretrain.optimizer.clipNorm': 'null',
      'pretrain.many.setting119': '119',
    });
    expect(parent?.params['pretrain.long']).toHaveLength(6000);
    expect(parent?.tags).toMatchObject({
      'amcl.data': inputs.ingest,
      'amcl.stage.ingest': read?.id,
      'amcl.stage.pretrain': ran?.id,
      'amcl.stage.linear-probe': probed?.id,
    });
    expect(parent?.metrics).toMatchObject({
      'ingest/train_images': [[0, 9]],
      'pretrain/viewsPerSecond': [[0, 321]],
      'linear-probe/probe_top1': [[0, 66]],
      'linear-probe/knn_top1': [[0, 61]],
      'linear-probe/fine_tuned_top1': [[0, 75]],
      'linear-probe/labelled_images': [[0, 9]],
      'linear-probe/overlap': [[0, 0.25]],
      'linear-probe/overlap_a': [[0, 0.125]],
      'linear-probe/uniformity': [[0, -2.5]],
    });
    expect(parent?.texts['report/report.html']).toBe('<html>report</html>');

    expect(ran).toMatchObject({ status: 'FINISHED', ended: true });
    expect(ran?.user).toBe(userInfo().username);
    expect(ran?.params).toMatchObject({ seed: '1', 'pretrain.optimizer.lr': '0.06' });
    expect(ran?.params).not.toHaveProperty('dataset.source');
    expect(ran?.tags).toMatchObject({
      'mlflow.parentRunId': parent?.id,
      'mlflow.source.name': 'npx nx run whole:pretrain',
      'mlflow.source.git.commit': git('rev-parse', 'HEAD'),
      'mlflow.source.git.branch': 'trial',
      'mlflow.source.git.dirty': 'false',
      'amcl.stage': 'pretrain',
      'amcl.key': pretrain.key,
      'amcl.seed': '1',
      'amcl.engine': 'tensorflow (tfjs 4.22.0, tensorflow-cpu 2.21.0)',
      'amcl.device': 'AMD EPYC',
      'amcl.data': inputs.ingest,
    });
    expect(ran?.metrics['train/loss']).toEqual(steps(1, 1500).map(({ step, values }) => [step, values['train/loss']]));
    expect(ran?.metrics['monitor/knn']).toEqual([[1500, 'nan']]);
    expect(ran?.metrics['system/system_memory_usage_megabytes']?.[0]?.[0]).toBe(0);
    expect(ran?.metrics['system/cpu_utilization_percentage']?.[0]?.[0]).toBe(1);
    expect(ran?.artifacts).toMatchObject({
      'encoder.safetensors': 100_000,
      'metrics.jsonl': 3,
      'plots/similarity.svg': 6,
    });
    expect(ran?.artifacts).not.toHaveProperty('heads.safetensors');
    expect(ran?.datasets).toMatchObject([
      { name: 'cifar10', digest: inputs.ingest.slice(0, 36), source_type: 'npm', context: ['training'] },
    ]);
    expect(JSON.parse(String(ran?.datasets[0]?.['profile']))).toMatchObject({ train_images: 9, classes: 3 });
    expect(versions).toEqual([
      {
        name: 'whole-encoder',
        version: '1',
        run: ran?.id,
        model: ran?.models[0],
        status: 'READY',
        params: { name: 'resnet18', width: '0.25' },
        files: expect.arrayContaining(['MLmodel', 'encoder.safetensors']) as unknown,
      },
    ]);
    expect(probed?.texts['confusion.csv']).toBe(
      'true \\ predicted,cat,dog,"a ""frog"", green"\ncat,1,0,0\ndog,0,1,0\n"a ""frog"", green",1,0,0\n',
    );
  });

  it('goes on in the same run after a break, without a step twice', async () => {
    writeSettings(workspace, 'resumed', SECTIONS);
    const event = started(workspace, 'resumed', 'pretrain');
    const first = observed();
    first.say(event, ...steps(1, 60), { kind: 'ended', outcome: 'stopped', message: 'Ctrl-C' });
    await first.end();
    expect((await server.read('resumed')).runs.map(({ status }) => status)).toEqual(['KILLED', 'KILLED']);
    const second = observed();
    // The last checkpoint was taken at step 40.
    second.say(event, ...steps(41, 100), await finished(event, { result: {} }));
    await second.end();
    const { runs } = await server.read('resumed');
    expect(runs).toHaveLength(2);
    const run = named(runs, 'pretrain');
    expect(run.status).toBe('FINISHED');
    expect(run.metrics['train/loss']).toEqual(steps(1, 100).map(({ step, values }) => [step, values['train/loss']]));
    const measured = run.metrics['system/system_memory_usage_megabytes']?.map(([step]) => step);
    expect(measured).toEqual(measured?.map((_, at) => at));
  });

  it('has nothing twice of a work that is done again or was kept, and links it where another experiment has it, too', async () => {
    writeSettings(workspace, 'one', SECTIONS);
    writeSettings(workspace, 'other', { ...SECTIONS, report: { title: 'another' } });
    const event = started(workspace, 'one', 'augment');
    const done = await finished(event, { result: {} });
    for (let time = 0; time < 2; time++) {
      const again = observed();
      again.say(event, ...steps(1, 3), done);
      await again.end();
    }
    const kept = observed();
    kept.say({ ...event, kind: 'kept', experiment: 'other' });
    await kept.end();
    const { runs } = await server.read('one');
    expect(runs).toHaveLength(2);
    expect(named(runs, 'augment').metrics['train/loss']).toHaveLength(3);
    const [parent] = (await server.read('other')).runs;
    expect(parent?.tags['amcl.stage.augment']).toBe(named(runs, 'augment').id);
  });

  it('of several seeds has a run each, and their mean at the parent', async () => {
    writeSettings(workspace, 'seeds', SECTIONS);
    const say = observed();
    for (const [seed, speed] of [
      [0, 100],
      [1, 200],
    ] as const) {
      const event = started(workspace, 'seeds', 'pretrain', { run: `seed-${seed}`, seed });
      say.say(event, ...steps(1, 5), await finished(event, { result: {}, record: { viewsPerSecond: speed } }));
    }
    await say.end();
    const { runs } = await server.read('seeds');
    expect(named(runs, 'pretrain seed-1').tags['amcl.seed']).toBe('1');
    const parent = named(runs, 'seeds');
    expect(parent.metrics['pretrain/viewsPerSecond']).toEqual([
      [0, 100],
      [1, 150],
    ]);
    expect(parent.tags['amcl.stage.pretrain.seed-0']).toBe(named(runs, 'pretrain seed-0').id);
  });

  it('that ran without its server is sent by sync, with the times of the run', async () => {
    writeSettings(workspace, 'later', SECTIONS);
    await server.kill();
    const event = started(workspace, 'later', 'pretrain');
    const say = observed();
    say.say(event, ...steps(1, 500), await finished(event, { result: {} }));
    await say.end();
    expect(told).toEqual([
      expect.stringMatching(
        /^mlflow: \d+ points and 2 files wait in \.amcl\/tracking \(.*does not answer.*\); send them: npx amcl sync$/,
      ),
    ]);
    const [away] = await syncAll(workspace);
    expect(away).toMatchObject({ server: server.uri, sent: 0, problems: [expect.stringContaining('does not answer')] });
    await server.bringBack();
    const [back] = await syncAll(workspace);
    expect(back).toMatchObject({ waiting: { points: 0, files: 0, others: 0 }, problems: [] });
    expect(back?.sent).toBeGreaterThan(1000);
    const run = named((await server.read('later')).runs, 'pretrain');
    expect(run.metrics['train/loss']).toHaveLength(500);
    expect(run.status).toBe('FINISHED');
    expect(await syncAll(workspace)).toMatchObject([{ sent: 0, problems: [] }]);
  });
});
