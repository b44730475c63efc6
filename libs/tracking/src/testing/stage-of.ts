import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OutputFolder, BlobStore, digest, type Manifest } from '@amcl/artifacts';
import type { SectionName } from '@amcl/experiment';
import { runPaths, type StageEvent, type StartedEvent, type WorkRecord } from '@amcl/stage';
import { Subject } from 'rxjs';
import { readSettings } from '../observe/read-settings';
import { SECTIONS } from '../observe/tracked-work';
import { trackWithMlflow } from '../track-with-mlflow';

/** A workspace with a resolved experiment, as target `resolve` leaves it. */
export function writeSettings(
  workspace: string,
  experiment: string,
  sections: Readonly<Record<string, unknown>>,
): void {
  for (const [name, section] of Object.entries(sections)) {
    const path = runPaths(workspace).section(experiment, name as SectionName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ seed: 1, section }));
  }
}

/** The event by which a stage begins a work. */
export function started(
  workspace: string,
  experiment: string,
  stage: string,
  more: Partial<StartedEvent> = {},
): StartedEvent {
  const key = digest({ workspace, experiment, stage, run: more.run ?? null });
  const section = readSettings({ workspace, experiment }, null)[SECTIONS[stage] ?? stage] ?? {};
  return { kind: 'started', workspace, experiment, run: null, stage, seed: 1, key, engine: null, section, ...more };
}

export interface Output {
  readonly result: unknown;
  /** Small files by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Files of the store by name. */
  readonly blobs?: Readonly<Record<string, Uint8Array>>;
  /** Digests of the manifests that the stage has read. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly record?: Readonly<Record<string, unknown>>;
}

/** Writes a stage's output as `executeStage` does. @returns the event that says so */
export async function finished(event: StartedEvent, output: Output): Promise<StageEvent> {
  const { workspace, experiment, stage } = event;
  const paths = runPaths(workspace);
  const target = paths.output(experiment, stage, event.run);
  mkdirSync(dirname(target), { recursive: true });
  const folder = await OutputFolder.create(target, new BlobStore(paths.store), paths.output(experiment, stage));
  for (const [name, text] of Object.entries(output.files ?? {})) await folder.write(name, text);
  for (const [name, bytes] of Object.entries(output.blobs ?? {})) await folder.writeBlob(name, bytes);
  const work: WorkRecord = {
    key: event.key,
    sources: digest(stage),
    packages: {},
    inputs: { ...output.inputs },
    ...(event.engine === null ? {} : { engine: event.engine }),
    seed: event.seed,
    section: event.section,
    finished: new Date(0).toISOString(),
  };
  const record = { seconds: 1.5, ...output.record, work };
  const manifest: Manifest = await folder.commit({ stage, result: output.result }, record);
  return { kind: 'ended', outcome: 'finished', output: target, manifest, record };
}

/** A stage that runs: say its events, then end it, which waits for its observers as the program does. */
export function observed(): { say: (...events: StageEvent[]) => void; end: () => Promise<void> } {
  const events$ = new Subject<StageEvent>();
  const done = trackWithMlflow(events$);
  return {
    say: (...events) => events.forEach((event) => events$.next(event)),
    end: async () => {
      events$.complete();
      await done;
    },
  };
}

/** Where a workspace keeps what waits. */
export const spoolsOf = (workspace: string): string => join(workspace, '.amcl', 'tracking');
