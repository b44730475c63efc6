import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digest, parseJson, StageOutput, userCache, writeAtomic } from '@amcl/artifacts';
import { cpuName, locateLibrary, requestedBackend, threadCount } from '@amcl/engine/library';
import { tablePlace } from '@amcl/engine/tuning';
import type { Experiment, Run } from '@amcl/experiment';
import { readWorkSection, runPaths } from '@amcl/stage';
import { z } from 'zod';
import { speedSchema, type Speed } from './speed';
import { stepShape } from './step-shape';

/** Measures a step that nothing is known of. */
export type Measure = (experiment: Experiment) => Promise<Speed>;

/** How fast steps are on this machine: by trainings that ended here, by what was measured before, or measured now. */
export class Speeds {
  /** By {@link keyOf}. */
  private readonly known = new Map<string, Speed>();
  private readonly machine = machineIdentity();

  /** Notes how fast the training of a run was that ended on this machine, by the settings with which it and its views were made. */
  async note(workspace: string, experiment: string, run: Run): Promise<void> {
    const paths = runPaths(workspace);
    const open = (stage: string) =>
      StageOutput.open(paths.output(experiment, stage, run.name), z.unknown()).catch(() => null);
    const [pretrained, augmented] = [await open('pretrain'), await open('augment')];
    if (pretrained === null || augmented === null) return;
    const [section, views] = [
      await readWorkSection(pretrained, 'pretrain'),
      await readWorkSection(augmented, 'augmentation'),
    ];
    const speed = speedSchema.safeParse(await pretrained.record()).data;
    if (section === null || views === null || speed === undefined || !isHere(speed)) return;
    this.known.set(this.keyOf({ ...run.experiment, pretrain: section, augmentation: views }), speed);
  }

  /** What is known of the step of an experiment; null where it has to be measured. */
  async find(experiment: Experiment): Promise<Speed | null> {
    const key = this.keyOf(experiment);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const kept = speedSchema.safeParse(parseJson(await readFile(this.fileOf(key), 'utf8').catch(() => ''))).data;
    if (kept !== undefined) this.known.set(key, kept);
    return kept ?? null;
  }

  /** Measures the step of an experiment, and keeps that in the user cache. */
  async measure(experiment: Experiment, measure: Measure): Promise<void> {
    const key = this.keyOf(experiment);
    const speed = await measure(experiment);
    this.known.set(key, speed);
    await writeAtomic(this.fileOf(key), `${JSON.stringify({ ...speed, measured: new Date().toISOString() })}\n`);
  }

  /** Equal for experiments whose steps take the same time. */
  keyOf({ pretrain, augmentation }: Pick<Experiment, 'pretrain' | 'augmentation'>): string {
    return digest({ machine: this.machine, step: stepShape(pretrain, augmentation.randomResizedCrop.size) });
  }

  private fileOf(key: string): string {
    return join(userCache(), 'speeds', `${key.slice(0, 24)}.json`);
  }
}

/** What measurements of this machine are of: processor, threads, engine and our kernels. */
function machineIdentity(): object {
  const backend = requestedBackend();
  const library = backend === 'auto' || backend === 'tensorflow' ? locateLibrary() : null;
  return library === null ? { backend, cpu: cpuName() } : tablePlace(library.identity).owner;
}

/** Whether a training was on the processor of this machine, which may have taken it from another one's cache. */
function isHere({ device, threads }: Speed): boolean {
  return device === cpuName() && threads === threadCount();
}
