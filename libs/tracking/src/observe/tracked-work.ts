import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, type Manifest } from '@amcl/artifacts';
import { measuredSplit } from '@amcl/results';
import {
  parseWorkRecord,
  readInputName,
  runPaths,
  settingsDigest,
  type EndedEvent,
  type FinishedEvent,
  type StartedEvent,
} from '@amcl/stage';
import type { ServerSpools } from '../spool/spool-folder';
import { SpoolWriter } from '../spool/spool-writer';
import { confusionCsv, wantedFiles } from './artifacts';
import { describeDataset, readIngested, type IngestedData } from './describe-dataset';
import { recordFigures, resultFigures } from './figures';
import { flatten } from './flatten';
import type { ParentRun } from './parent-run';
import type { Settings } from './read-settings';
import { linkTag, workTags } from './tags';

/** The section of the experiment that decides a stage. */
export const SECTIONS: Readonly<Record<string, string>> = {
  ingest: 'dataset',
  augment: 'augmentation',
  pretrain: 'pretrain',
  'linear-probe': 'linearProbe',
  report: 'report',
};

/** What data are for in a stage, as MLflow says it. */
const CONTEXTS: Readonly<Record<string, string>> = { pretrain: 'training', 'linear-probe': 'evaluation' };

/** What a work is tracked with. */
export interface WorkSetting {
  readonly spools: ServerSpools;
  readonly parent: ParentRun;
  readonly settings: Settings;
  /** Name of the MLflow experiment. */
  readonly mlflowExperiment: string;
  /** Name of the registered model that the encoder is to be; null for none. */
  readonly registered: string | null;
}

/** A work under way, told to the spool of its run, and its ends to that of the experiment's. */
export class TrackedWork {
  /** Null for a work that was finished and told before: it is not told again. */
  private readonly writer: SpoolWriter | null;

  constructor(
    private readonly event: StartedEvent,
    private readonly setting: WorkSetting,
  ) {
    const { spools, parent } = setting;
    const folder = spools.spool(event.key);
    parent.status('RUNNING');
    const writer = folder.progress().done ? null : new SpoolWriter(folder);
    this.writer = writer?.finished === false ? writer : null;
    if (this.writer?.begun === false) {
      this.begin(this.writer);
    } else {
      parent.link(event.stage, event.run, { key: event.key });
      this.writer?.append({ kind: 'status', status: 'RUNNING', time: Date.now(), manifest: null });
    }
  }

  /** The file of its spool; null where nothing is to be told. */
  get lines(): string | null {
    return this.writer?.folder.lines ?? null;
  }

  /** The step at which measurements of the machine go on. */
  get systemStep(): number {
    return this.writer?.nextStep('system/system_memory_usage_megabytes') ?? 0;
  }

  metrics(step: number, values: Readonly<Record<string, number>>): void {
    this.writer?.metrics(step, values);
  }

  broken({ outcome, message }: Exclude<EndedEvent, FinishedEvent>): void {
    const status = outcome === 'stopped' ? 'KILLED' : 'FAILED';
    this.writer?.append({ kind: 'tags', values: { 'amcl.error': message.slice(0, 4000) } });
    this.writer?.append({ kind: 'status', status, time: Date.now(), manifest: null });
    this.setting.parent.status(status);
  }

  finished({ output, manifest, record }: FinishedEvent): void {
    const { parent } = this.setting;
    const { stage, run } = this.event;
    const digest = sha256(readFileSync(join(output, 'manifest.json')));
    const figures = { ...resultFigures(stage, manifest.result), ...recordFigures(stage, record) };
    const ingested = this.ingested(stage === 'ingest' ? output : null);
    if (this.writer !== null)
      this.end(this.writer, { output, manifest, record, kind: 'ended', outcome: 'finished' }, figures, digest);
    this.tellInputs(record);
    if (ingested !== null) parent.dataset(this.dataset(ingested, 'training'), ingested.digest);
    parent.figures(stage, run, digest, figures);
    if (manifest.files['report.html'] !== undefined && run === null)
      parent.artifact(stage, join(output, 'report.html'), 'report.html', digest);
    parent.status('FINISHED');
  }

  private begin(writer: SpoolWriter): void {
    const { parent, mlflowExperiment } = this.setting;
    const { stage, run, seed, engine, section } = this.event;
    writer.append({
      kind: 'run',
      id: randomUUID(),
      name: run === null ? stage : `${stage} ${run}`,
      experiment: mlflowExperiment,
      parent: parent.name,
      link: linkTag(stage, run),
      time: Date.now(),
      tags: workTags(this.event, engine),
    });
    writer.append({ kind: 'params', values: { seed: String(seed), ...flatten(section, SECTIONS[stage] ?? stage) } });
    const data = this.ingested(null);
    if (stage !== 'ingest' && data !== null) this.tellData(writer, data);
  }

  private end(
    writer: SpoolWriter,
    event: FinishedEvent,
    figures: Readonly<Record<string, number>>,
    digest: string,
  ): void {
    const { output, manifest, record } = event;
    const { stage } = this.event;
    const texts = Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const tags = Object.fromEntries(texts.map(([name, value]) => [`amcl.${name}`, value]));
    const work = parseWorkRecord(record);
    if (work !== null) tags['amcl.config'] = settingsDigest(work);
    writer.append({ kind: 'tags', values: tags });
    if (stage === 'ingest') {
      const data = this.ingested(output);
      if (data !== null) this.tellData(writer, data);
    }
    writer.metrics(0, figures);
    for (const name of wantedFiles(manifest))
      if (existsSync(join(output, name)))
        writer.append({ kind: 'artifact', file: writer.keepFile(join(output, name)), path: name });
    this.keepConfusion(writer, manifest);
    this.keepModel(writer, output, manifest);
    writer.append({ kind: 'status', status: 'FINISHED', time: Date.now(), manifest: digest });
  }

  private keepConfusion(writer: SpoolWriter, { result }: Manifest): void {
    const csv = confusionCsv(result, this.ingested(null)?.result);
    if (csv === null) return;
    writeFileSync(join(writer.folder.files, 'confusion.csv'), csv);
    writer.append({ kind: 'artifact', file: 'confusion.csv', path: 'confusion.csv' });
  }

  private keepModel(writer: SpoolWriter, output: string, manifest: Manifest): void {
    const { registered, settings } = this.setting;
    const path = join(output, 'encoder.safetensors');
    if (registered === null || manifest.files['encoder.safetensors'] === undefined || !existsSync(path)) return;
    const { encoder } = (settings['pretrain'] ?? {}) as { encoder?: unknown };
    const file = writer.keepFile(path);
    writer.append({ kind: 'model', file, path: 'encoder.safetensors', registered, params: flatten(encoder ?? {}) });
  }

  /** Tells the parent what the stages before have found, where their outputs are still those that this one has read. */
  private tellInputs(record: FinishedEvent['record']): void {
    const { parent } = this.setting;
    const { workspace, experiment } = this.event;
    for (const [input, digest] of Object.entries(parseWorkRecord(record)?.inputs ?? {})) {
      const { stage, run: named } = readInputName(input);
      const run = named ?? this.event.run;
      const folder = runPaths(workspace).output(experiment, stage, run);
      const text = read(join(folder, 'manifest.json'));
      if (text === null || sha256(text) !== digest) continue;
      const { result } = JSON.parse(text) as Manifest;
      const record = JSON.parse(read(join(folder, 'run.json')) ?? '{}') as Record<string, unknown>;
      parent.figures(stage, run, digest, { ...resultFigures(stage, result), ...recordFigures(stage, record) });
      parent.link(stage, run, { manifest: digest });
    }
  }

  private tellData(writer: SpoolWriter, data: IngestedData): void {
    writer.append(this.dataset(data, CONTEXTS[this.event.stage] ?? 'training'));
    writer.append({
      kind: 'tags',
      values: { 'amcl.data': data.digest, 'amcl.measured_on': measuredSplit(data.result) },
    });
  }

  private dataset(data: IngestedData, context: string) {
    return describeDataset(data, this.setting.settings['dataset'], context);
  }

  /** @param output of `ingest`; null to look where the experiment has it */
  private ingested(output: string | null): IngestedData | null {
    const { workspace, experiment, run } = this.event;
    return readIngested(join(output ?? runPaths(workspace).output(experiment, 'ingest', run), 'manifest.json'));
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
