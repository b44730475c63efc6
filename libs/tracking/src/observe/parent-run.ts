import { randomUUID } from 'node:crypto';
import { digest } from '@amcl/artifacts';
import type { WorkIdentity } from '@amcl/stage';
import type { ServerSpools } from '../spool/spool-folder';
import { SpoolWriter } from '../spool/spool-writer';
import type { LineOf } from '../spool/spool-line';
import { flatten } from './flatten';
import type { Settings } from './read-settings';
import { linkTag, sourceTags } from './tags';

/** The name of a `once` line of figures: of which stage, which of its runs, and what output. */
const figuresName = (stage: string, run: string | null, manifest: string) =>
  `figures ${stage} ${run ?? '-'} ${manifest}`;

/**
 * The run of an experiment in MLflow, under which those of its stages are: one for each set of settings. It has all settings and
 * the final figures of all stages, so that MLflow's table compares experiments. What it has it is not told again, for each stage
 * that runs tells what the stages before it have found, whether they ran or were taken from a cache.
 */
export class ParentRun {
  private constructor(
    /** Name of its spool. */
    readonly name: string,
    private readonly writer: SpoolWriter,
  ) {}

  /** @param mlflowExperiment name of the MLflow experiment */
  static open(
    spools: ServerSpools,
    { experiment, workspace }: WorkIdentity,
    settings: Settings,
    mlflowExperiment: string,
  ): ParentRun {
    const config = digest({ experiment, mlflowExperiment, settings });
    const name = `experiment-${config.slice(0, 16)}`;
    const writer = new SpoolWriter(spools.spool(name));
    if (!writer.begun) {
      writer.append({
        kind: 'run',
        id: randomUUID(),
        name: experiment,
        experiment: mlflowExperiment,
        parent: null,
        link: null,
        time: Date.now(),
        tags: {
          ...sourceTags(workspace, `npx nx run ${experiment}:report`),
          'amcl.experiment': experiment,
          'amcl.config': digest(settings),
        },
      });
      writer.append({ kind: 'params', values: flatten(settings) });
    }
    return new ParentRun(name, writer);
  }

  status(status: LineOf<'status'>['status']): void {
    this.writer.append({ kind: 'status', status, time: Date.now(), manifest: null });
  }

  /** The data that the experiment works on. @param digest of the manifest of `ingest`, whole */
  dataset(line: LineOf<'dataset'>, digest: string): void {
    this.once(`dataset ${line.digest}`, () => {
      this.writer.append(line);
      this.writer.append({ kind: 'tags', values: { 'amcl.data': digest } });
    });
  }

  /** Names the run of a stage, by the key of its work or the digest of its output's manifest. */
  link(stage: string, run: string | null, by: { key: string } | { manifest: string }): void {
    const { key = null, manifest = null } = 'key' in by ? { key: by.key } : { manifest: by.manifest };
    this.once(`link ${stage} ${run ?? '-'} ${key ?? manifest}`, () =>
      this.writer.append({ kind: 'link', tag: linkTag(stage, run), key, manifest }),
    );
  }

  /**
   * Final figures of a stage. Of the seeds of an experiment the mean of those that are done, at a step that counts them; points of
   * a sweep are not to be averaged and have their figures in their own runs alone.
   */
  figures(stage: string, run: string | null, manifest: string, values: Readonly<Record<string, number>>): void {
    const finite = Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
    const name = figuresName(stage, run, manifest);
    if (this.writer.has(name)) return;
    this.writer.append({ kind: 'once', name, values: finite });
    if (run !== null && !run.startsWith('seed-')) return;
    const shown = run === null ? finite : means(this.latestOfSeeds(stage));
    const step = Math.max(0, ...Object.keys(shown).map((metric) => this.writer.nextStep(metric)));
    this.writer.metrics(step, shown);
  }

  /** Files of a stage that are worth to be found at the experiment. */
  artifact(stage: string, path: string, name: string, manifest: string): void {
    this.once(`artifact ${name} ${manifest}`, () =>
      this.writer.append({ kind: 'artifact', file: this.writer.keepFile(path), path: `${stage}/${name}` }),
    );
  }

  private latestOfSeeds(stage: string): Readonly<Record<string, number>>[] {
    const bySeed = new Map<string, Readonly<Record<string, number>>>();
    for (const [name, values] of this.writer.saidWith(`figures ${stage} seed-`))
      bySeed.set(name.split(' ')[2] ?? '', values);
    return [...bySeed.values()];
  }

  private once(name: string, say: () => void): void {
    if (this.writer.has(name)) return;
    say();
    this.writer.append({ kind: 'once', name, values: {} });
  }
}

function means(runs: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = new Set(runs.flatMap((run) => Object.keys(run)));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return Object.fromEntries([...names].map((name) => [name, mean(runs.flatMap((run) => run[name] ?? []))]));
}
