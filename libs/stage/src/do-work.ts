import { mkdir, rm } from 'node:fs/promises';
import {
  BlobStore,
  OutputFolder,
  StageStore,
  waitForLock,
  WorkExchange,
  type EngineIdentity,
  type RemoteStore,
} from '@amcl/artifacts';
import type { Sources } from '@amcl/sources';
import { runPaths } from './paths';
import { SharedWork } from './shared-work';
import type { StageContext, StageName, StageReturn } from './stage';
import type { WorkIdentity } from './stage-event';
import { workHead, workKey, type WorkSettings } from './work-key';
import type { WorkRecord } from './work-record';

/** Where works of a stage are done, and by what code. */
export interface WorkPlace extends Pick<StageContext, 'experiment' | 'workspace' | 'signal' | 'emit'> {
  readonly stage: StageName;
  readonly engine: EngineIdentity | null;
  readonly sources: Sources;
  /** Where works are shared with other machines. */
  readonly remote: RemoteStore | null;
}

/** A stage of one run. */
export interface Work {
  readonly run: string | null;
  readonly settings: WorkSettings;
  /** Digests of the manifests that it reads, by `inputName`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Its output folder. */
  readonly target: string;
  /** Whether its output is kept in the store, and taken from there. */
  readonly kept: boolean;
  perform(context: StageContext): Promise<StageReturn<unknown>>;
}

/**
 * Does a work under a lock, or takes what it gave before from the store, or from the remote one, and commits its output. What is kept is
 * sent to the remote store. Where another process is at the same work (experiments that are run together often have the same data set),
 * it waits and takes what that one gave.
 * @returns its result
 */
export async function doWork(work: Work, place: WorkPlace): Promise<unknown> {
  const started = performance.now();
  const { experiment, workspace, stage, engine, sources, remote, signal, emit } = place;
  const { run, settings, target } = work;
  const { seed } = settings;
  const paths = runPaths(workspace);
  const head = workHead({ stage, settings, inputs: work.inputs, engine, packages: sources.packages });
  const key = workKey(head, sources.digest);
  const identity: WorkIdentity = { workspace, experiment, run, stage, seed, key };
  const folder = paths.work(key);
  const store = new BlobStore(paths.store);
  const finished = new StageStore(store);
  const shared =
    remote === null || !work.kept ? null : new SharedWork(new WorkExchange(store, finished, remote), key, stage, emit);
  const wait = (held: string): void => emit({ kind: 'message', level: 'info', text: `${held} This run waits.` });
  const lock = await waitForLock(paths.lock(key), wait, signal);
  try {
    const output = await OutputFolder.create(target, store, paths.output(experiment, stage));
    let given: unknown;
    try {
      const here = work.kept ? await finished.restore(key, output) : null;
      const fetched = here === null && (await shared?.fetch()) === true;
      const before = fetched ? await finished.restore(key, output) : here;
      if (before !== null) {
        await output.commit(before.head, before.record);
        emit({ kind: 'kept', ...identity });
        if (!fetched) {
          emit({ kind: 'message', level: 'info', text: `${stage} was done before: taken from .amcl/store` });
          await shared?.send(); // the server may be newer than the work
        }
        return before.head.result;
      }
      signal.throwIfAborted();
      await mkdir(folder, { recursive: true });
      emit({ kind: 'started', ...identity, engine, section: settings.section });
      const context = { experiment, seed, workspace, key, work: folder, store, output, signal, engine, emit };
      const { result, run: figures } = await work.perform(context);
      const by: WorkRecord = { key, sources: sources.digest, ...settings, finished: new Date().toISOString() };
      const record = { seconds: seconds(started), ...figures, work: by };
      const manifest = await output.commit({ ...head, result }, record);
      if (work.kept) await finished.keep(key, target, manifest, record);
      emit({ kind: 'ended', outcome: 'finished', output: target, manifest, record });
      given = result;
    } catch (error) {
      await output.discard();
      const message = error instanceof Error ? error.message : String(error);
      emit({ kind: 'ended', outcome: signal.aborted ? 'stopped' : 'failed', message });
      throw error;
    }
    await rm(folder, { recursive: true, force: true });
    await shared?.send();
    return given;
  } finally {
    await lock.release();
  }
}

function seconds(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
