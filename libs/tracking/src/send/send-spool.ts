import { readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock, LockHeldError, waitForLock } from '@amcl/artifacts';
import { logBatch, logDataset, takesArtifacts, updateRun, uploadArtifact, type Transport } from '../client';
import { readLines } from '../spool/read-lines';
import type { Progress, ServerSpools, SpoolFolder } from '../spool/spool-folder';
import type { LineOf } from '../spool/spool-line';
import { inBatches, type BatchStep } from './batches';
import { deleteTwins, ensureRun } from './ensure-run';
import { sendModel } from './send-model';

/** To whom spools are sent. */
export interface Sending {
  readonly transport: Transport;
  readonly spools: ServerSpools;
  /** Ends the sending; what the server has by then stays known. */
  readonly signal: AbortSignal;
  /** Told after each request of points how many they were. */
  readonly onPoints?: (points: number) => void;
}

/**
 * Sends what a spool has that its server does not, in order, and keeps after each answer how far it is. So it may be ended at
 * any time: what was sent but not noted is sent once more, which changes nothing.
 * @returns false where another process is at it
 * @throws MlflowError where the server is away or refuses; the signal's reason
 */
export async function sendSpool(spool: SpoolFolder, sending: Sending): Promise<boolean> {
  if (!isWaiting(spool)) return true;
  let lock;
  try {
    lock = await acquireLock(spool.lock);
  } catch (error) {
    if (error instanceof LockHeldError) return false;
    throw error;
  }
  try {
    await sendLines(spool, sending);
    return true;
  } finally {
    await lock.release();
  }
}

/** Whether a spool has lines that its server does not have. */
export function isWaiting(spool: SpoolFolder): boolean {
  if (!spool.exists) return false;
  const { done, offset } = spool.progress();
  if (done) return false;
  return readLines(spool.lines, offset).next().done !== true;
}

async function sendLines(spool: SpoolFolder, sending: Sending): Promise<void> {
  let progress = spool.progress();
  if (progress.done || !spool.exists) return;
  const first = firstLine(spool);
  if (first === null) return;
  for (const step of inBatches(readLines(spool.lines, progress.offset))) {
    sending.signal.throwIfAborted();
    progress = { ...(await sendStep(step, first, progress, spool, sending)), offset: step.end ?? progress.offset };
    const last = step.lines.at(-1);
    const finished = last?.kind === 'status' && last.status === 'FINISHED' && first.parent !== null;
    // A nested run that is finished gets nothing more. A parent's may go on.
    if (finished) progress = { ...progress, done: true, manifest: last.manifest };
    await spool.saveProgress(progress);
    if (finished) return spool.clear();
    for (const line of step.lines)
      if (line.kind === 'artifact') await rm(join(spool.files, line.file), { force: true });
  }
}

/** Of a spool, the line that says which run it is. */
function firstLine(spool: SpoolFolder): LineOf<'run'> | null {
  for (const { line } of readLines(spool.lines, 0)) if (line.kind === 'run') return line;
  return null;
}

async function sendStep(
  { lines, batch, points }: BatchStep,
  first: LineOf<'run'>,
  progress: Progress,
  spool: SpoolFolder,
  sending: Sending,
): Promise<Progress> {
  const { transport, signal } = sending;
  const options = { signal };
  if (batch !== null) {
    await logBatch(transport, runOf(progress), batch, options);
    sending.onPoints?.(points);
    return progress;
  }
  const [line] = lines;
  switch (line?.kind) {
    case 'run': {
      const parent = line.parent === null ? null : await parentRun(sending.spools.spool(line.parent), sending);
      const fresh = progress.experiment === null;
      // Said before it is tried: whoever comes next looks for it first.
      await spool.saveProgress({ ...progress, experiment: '' });
      const run = await ensureRun(transport, line, parent, fresh, options);
      return { ...progress, run: run.id, experiment: run.experiment, artifacts: run.artifacts };
    }
    case 'dataset':
      await logDataset(transport, runOf(progress), line, options);
      return progress;
    case 'artifact':
    case 'model':
      await sendFile(line, first, progress, spool, sending);
      return progress;
    case 'link':
      await sendLink(line, progress, sending);
      return progress;
    case 'status':
      if (line.status === 'FINISHED')
        await deleteTwins(transport, progress.experiment ?? '', first.id, runOf(progress), options);
      await updateRun(
        transport,
        runOf(progress),
        { status: line.status, end: line.status === 'RUNNING' ? null : line.time },
        options,
      );
      return progress;
    default:
      return progress;
  }
}

function runOf({ run }: Progress): string {
  if (run === null) throw new Error('Expected a spool to begin with its run');
  return run;
}

/** The id of a parent run, which is made where it is missing; of several processes one makes it. */
async function parentRun(spool: SpoolFolder, sending: Sending): Promise<string> {
  const known = spool.progress().run;
  if (known !== null) return known;
  const lock = await waitForLock(spool.lock, () => undefined, sending.signal);
  try {
    await sendLines(spool, sending);
    return runOf(spool.progress());
  } finally {
    await lock.release();
  }
}

async function sendFile(
  line: LineOf<'artifact' | 'model'>,
  first: LineOf<'run'>,
  progress: Progress,
  spool: SpoolFolder,
  { transport, signal }: Sending,
): Promise<void> {
  const path = join(spool.files, line.file);
  // A server that has its clients write to S3 or a folder gets no files: its points are worth more than an error.
  if (!takesArtifacts(progress.artifacts)) return;
  // It was sent, and then not noted.
  if (!existsSync(path)) return;
  const bytes = await readFile(path);
  const run = runOf(progress);
  if (line.kind === 'artifact') return uploadArtifact(transport, progress.artifacts, line.path, bytes, { signal });
  const source = { run, experiment: progress.experiment ?? '', id: first.id };
  await sendModel(transport, line, bytes, source, { signal });
}

/** Names the run of an earlier work, where this workspace has sent it. */
async function sendLink(
  line: LineOf<'link'>,
  progress: Progress,
  { transport, spools, signal }: Sending,
): Promise<void> {
  const candidates = line.key === null ? spools.spools() : [spools.spool(line.key)];
  for (const candidate of candidates) {
    const { run, manifest } = candidate.progress();
    if (run === null || (line.manifest !== null && manifest !== line.manifest)) continue;
    return logBatch(transport, runOf(progress), { tags: { [line.tag]: run } }, { signal });
  }
}
