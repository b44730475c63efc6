import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BlobStore, OutputFolder, StageOutput } from '@amcl/artifacts';
import { resolveExperiment, type SectionName } from '@amcl/experiment';
import { augmentResultSchema, ingestResultSchema, linearProbeResultSchema, pretrainResultSchema } from '@amcl/results';
import { runPaths, settingsOf, type StageContext, type StageEvent } from '@amcl/stage';
import { beforeEach, describe, expect, it } from 'vitest';
import { plausibleRun } from '@amcl/runs/testing';
import { report } from './report';

const data = plausibleRun();
const probe = { ...data.probe, map: null, neighbours: [] }; // no images to read
const experiment = resolveExperiment({}, 'experiment.ts');
let workspace: string;
let context: StageContext;
let events: StageEvent[];

beforeEach(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  events = [];
  const paths = runPaths(workspace);
  const store = new BlobStore(paths.store);
  const output = await OutputFolder.create(paths.output('quick', 'report'), store);
  context = {
    experiment: 'quick',
    seed: 1,
    workspace,
    key: 'key',
    work: join(workspace, 'work'),
    store,
    output,
    signal: new AbortController().signal,
    engine: null,
    emit: (event) => void events.push(event),
  };
  for (const section of ['dataset', 'augmentation', 'pretrain', 'linearProbe'] as const) {
    const path = paths.section('quick', section);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ seed: 1, section: experiment[section] }));
  }
});

/** The output of a stage before, with the given small files. */
async function put(
  stage: string,
  section: SectionName,
  result: unknown,
  files: Record<string, string>,
): Promise<string> {
  const folder = runPaths(workspace).output('quick', stage);
  const output = await OutputFolder.create(folder, context.store);
  for (const [name, content] of Object.entries(files)) await output.write(name, content);
  const work = {
    key: '',
    sources: '',
    packages: { rxjs: '7.8.2' },
    inputs: {},
    ...settingsOf(section, { seed: 1, section: experiment[section] }),
    finished: new Date(0).toISOString(),
  };
  await output.commit({ stage, result }, { seconds: 75, work });
  return folder;
}

async function runs() {
  const metrics = data.metrics.map((metric) => `${JSON.stringify(metric)}\n`).join('');
  const inputs = {
    ingest: await StageOutput.open(await put('ingest', 'dataset', data.ingest, {}), ingestResultSchema),
    augment: await StageOutput.open(
      await put('augment', 'augmentation', data.augment, { 'composed.png': 'PNG' }),
      augmentResultSchema,
    ),
    pretrain: await StageOutput.open(
      await put('pretrain', 'pretrain', data.pretrain, { 'metrics.jsonl': metrics }),
      pretrainResultSchema,
    ),
    'linear-probe': await StageOutput.open(
      await put('linear-probe', 'linearProbe', probe, {}),
      linearProbeResultSchema,
    ),
  };
  return [{ name: null, seed: 1, point: {}, inputs }];
}

describe('report', () => {
  it('writes one page from the outputs of the stages, and says last where it is', async () => {
    const { result } = await report.summarize({ title: null }, await runs(), context);
    expect(result).toEqual({ html: 'report.html' });
    const page = readFileSync(join(context.output.path, 'report.html'), 'utf8');
    expect(page).toContain('<h1>quick</h1>');
    expect(page).toContain(`data:image/png;base64,${Buffer.from('PNG').toString('base64')}`);
    expect(page).toContain('1 min 15 s');
    expect(readdirSync(join(context.output.path, 'plots'))).toContain('similarity-in-training.svg');
    expect(events.at(-1)).toMatchObject({
      kind: 'message',
      text: join(workspace, '.amcl/out/quick/report/report.html'),
    });
  });

  it('refuses settings that are not those by which a stage worked', async () => {
    const opened = await runs();
    const path = runPaths(workspace).section('quick', 'pretrain');
    writeFileSync(path, JSON.stringify({ seed: 2, section: experiment.pretrain }));
    await expect(report.summarize({ title: null }, opened, context)).rejects.toThrow(
      /pretrain\.json.*section pretrain.*nx run quick:report/,
    );
  });

  it('refuses a contact sheet that was changed', async () => {
    const opened = await runs();
    writeFileSync(opened[0]!.inputs.augment.path('composed.png'), 'GIF');
    await expect(report.summarize({ title: null }, opened, context)).rejects.toThrow(/composed\.png of quick:augment/);
  });
});
