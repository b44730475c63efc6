import { mkdir, rm } from 'node:fs/promises';
import {
  BlobStore,
  noteUse,
  OutputFolder,
  StageStore,
  waitForLock,
  waitWhileLocked,
  WorkExchange,
  writeAtomic,
  type EngineIdentity,
  type Lock,
  type RemoteStore,
} from '@amcl/artifacts';
import type { Sources } from '@amcl/sources';
import { takeSlot } from './machine-slots';
import { memoryNeed } from './memory';
import { runPaths } from './paths';
import { SharedWork } from './shared-work';
import type { StageContext, StageName, StageReturn } from './stage';
import type { WorkIdentity } from './stage-event';
import { workHead, workKey, type Shown, type WorkSettings } from './work-key';
import type { WorkRecord } from './work-record';

/** Where works of a stage are done. */
export interface WorkPlace extends Pick<StageContext, 'experiment' | 'workspace' | 'signal' | 'emit'> {
  readonly stage: StageName;
  readonly engine: EngineIdentity | null;
  /** Where works are shared with other machines. */
  readonly remote: RemoteStore | null;
}

/** A stage of one run. */
export interface Work {
  readonly run: string | null;
  /** Of the run. */
  readonly seed: number;
  readonly settings: WorkSettings;
  /** Digests of the manifests that it reads, by `inputName`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The code that does it. */
  readonly sources: Sources;
  /** Of a stage that sums up the experiment. */
  readonly shows?: Shown | undefined;
  /** Its output folder. */
  readonly target: string;
  perform(context: StageContext): Promise<StageReturn<unknown>>;
}

/**
 * Does a work under a lock, or takes what it gave before from the store, or from the remote one, and commits its output. What is kept is
 * sent to the remote store. Where another process is at the same work (experiments that are run together often have the same data set),
 * it waits and takes what that one gave.
 * @returns its result
 */
export async function doWork(work: Work, place: WorkPlace): Promise<unknown> {
  const { experiment, workspace, stage, engine, remote, signal, emit } = place;
  const { run, seed, settings, inputs, sources, target, shows } = work;
  const paths = runPaths(workspace);
  const head = workHead({ stage, settings, inputs, engine, shows });
  const key = workKey(head, sources.digest);
  const identity: WorkIdentity = { workspace, experiment, run, stage, seed, key };
  const folder = paths.work(key);
  const store = new BlobStore(paths.store);
  const finished = new StageStore(store);
  const shared = remote === null ? null : new SharedWork(new WorkExchange(store, finished, remote), key, stage, emit);
  const wait = (held: string): void => emit({ kind: 'message', level: 'info', text: `${held} This run waits.` });
  const what = `${experiment}:${stage}`;
  const lock = await waitForLock(paths.lock(key), wait, signal, { what });
  try {
    // After its own lock, so that `amcl gc` either sees that lock or is waited for (BlobStore).
    const collected = `amcl gc is removing files, by its lock ${store.collectorLock}.`;
    await waitWhileLocked(store.collectorLock, () => wait(collected), signal);
    const output = await OutputFolder.create(target, store, paths.output(experiment, stage));
    let given: unknown;
    let slot: Lock | null = null;
    try {
      const here = await finished.restore(key, output);
      const fetched = here === null && (await shared?.fetch()) === true;
      const before = fetched ? await finished.restore(key, output) : here;
      if (before !== null) {
        await output.commit(before.head, before.record);
        await noteUse(paths.store, { experiment, stage, run, key });
        emit({ kind: 'kept', ...identity });
        if (!fetched) {
          emit({ kind: 'message', level: 'info', text: `${stage} was done before: taken from .amcl/store` });
          await shared?.send(); // the server may be newer than the work
        }
        return before.head.result;
      }
      signal.throwIfAborted();
      const tell = (level: 'info' | 'warning', text: string): void => emit({ kind: 'message', level, text });
      if ((await finished.read(key)) !== null)
        tell(
          'warning',
          `${stage} was done before, but not all of its files are whole in .amcl/store: it is done again`,
        );
      if (engine !== null) slot = await takeSlot({ what, bytes: await memoryNeed(target), signal, tell });
      const started = performance.now();
      await mkdir(folder, { recursive: true });
      await writeAtomic(paths.inputs(key), JSON.stringify(inputs));
      emit({ kind: 'started', ...identity, engine, section: settings.section });
      const context = { experiment, seed, workspace, key, work: folder, store, output, signal, engine, emit };
      const { result, run: figures } = await work.perform(context);
      const by: WorkRecord = {
        key,
        sources: sources.digest,
        packages: sources.packages,
        inputs,
        ...(engine === null ? {} : { engine }),
        ...settings,
        finished: new Date().toISOString(),
      };
      const record = { seconds: seconds(started), ...(engine === null ? {} : memory()), ...figures, work: by };
      await store.put(Buffer.from(sources.list));
      const manifest = await output.finish({ stage, result }, record);
      await finished.keep(key, output.path, manifest, record);
      await noteUse(paths.store, { experiment, stage, run, key });
      await output.place();
      emit({ kind: 'ended', outcome: 'finished', output: target, manifest, record });
      given = result;
    } catch (error) {
      await output.discard();
      const message = error instanceof Error ? error.message : String(error);
      emit({ kind: 'ended', outcome: signal.aborted ? 'stopped' : 'failed', message });
      throw error;
    } finally {
      await slot?.release();
    }
    await rm(folder, { recursive: true, force: true });
    await shared?.send();
    return given;
  } finally {
    await lock.release();
  }
}

/** What {@link memoryNeed} of the next run looks at. */
function memory(): { peakMemoryBytes: number } {
  return { peakMemoryBytes: process.resourceUsage().maxRSS * 1024 };
}

function seconds(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
