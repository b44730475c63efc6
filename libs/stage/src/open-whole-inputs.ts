import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BlobStore, lostBlobs, UserError, type RemoteStore } from '@amcl/artifacts';
import { openInputs } from './open-inputs';
import { runPaths } from './paths';
import type { InputName, Inputs, StageContext } from './stage';

/** Where and for whom a stage is run. */
export interface InputPlace extends Pick<StageContext, 'experiment' | 'workspace' | 'signal' | 'emit'> {
  /** Where works are shared with other machines. */
  readonly remote?: RemoteStore | null;
}

/**
 * Opens the outputs that a stage reads, whole: a large file that is missing or damaged in the store is fetched from the remote store, or else
 * its stage is done once more, by its own program, and a line says so.
 * @param run of several runs the one that is meant
 * @throws UserError when a file cannot be had, or the stage gave another output than before
 */
export async function openWholeInputs<I extends InputName>(
  reads: readonly I[],
  run: string | null,
  place: InputPlace,
): Promise<Inputs<I>> {
  const { experiment, workspace } = place;
  const paths = runPaths(workspace);
  const store = new BlobStore(paths.store);
  const open = () => openInputs(reads, (stage) => paths.output(experiment, stage, run), store);
  const opened = await open();
  let healed = false;
  for (const stage of reads) {
    const { manifest, digest } = opened[stage];
    const lost = await lostBlobs(manifest, store);
    if (lost.length === 0 || (await fetchAll(stage, lost, store, place))) continue;
    await doAgain(stage, lost, place);
    const again = (await open())[stage];
    if (again.digest !== digest)
      throw new UserError(`${experiment}:${stage} gave another output than before. Run the same command again.`);
    if ((await lostBlobs(manifest, store)).length > 0)
      throw new UserError(
        `Files of ${experiment}:${stage} cannot be made again. Run: npx nx run ${experiment}:${stage} --skip-nx-cache`,
      );
    healed = true;
  }
  await store.saveVerified();
  return healed ? open() : opened;
}

type Lost = Awaited<ReturnType<typeof lostBlobs>>;

async function fetchAll(stage: string, lost: Lost, store: BlobStore, { remote, emit }: InputPlace): Promise<boolean> {
  if (!remote) return false;
  for (const [, blob] of lost) if (!(await store.fetch(blob, remote))) return false;
  const megabytes = Math.ceil(lost.reduce((sum, [, { bytes }]) => sum + bytes, 0) / 1e6);
  const names = lost.map(([name]) => name).join(', ');
  emit({ kind: 'message', level: 'info', text: `${names} of ${stage}: fetched ${megabytes} MB from ${remote.uri}` });
  return true;
}

async function doAgain(stage: string, lost: Lost, { experiment, workspace, emit, signal }: InputPlace): Promise<void> {
  const names = lost.map(([name]) => name).join(', ');
  const what = `${names} of ${experiment}:${stage} ${lost.length === 1 ? 'is' : 'are'} missing or damaged in .amcl/store`;
  emit({ kind: 'message', level: 'warning', text: `${what}: ${stage} is done again` });
  const args = ['-r', '@amcl/register', `apps/${stage}/src/main.ts`, '--experiment', experiment];
  const program = spawn(process.execPath, args, { cwd: workspace, stdio: 'inherit' });
  const [code] = (await once(program, 'exit')) as [number | null];
  signal.throwIfAborted();
  if (code !== 0) throw new UserError(`${experiment}:${stage} could not be done again (above).`);
}
