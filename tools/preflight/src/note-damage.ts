import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobStore, lostBlobs, StageOutput, writeAtomic } from '@amcl/artifacts';
import { stages } from '@amcl/nx-pipelines/stages';
import { runPaths } from '@amcl/stage/paths'; // the rest of it would double the time of this program
import { z } from 'zod';

/**
 * Notes for each stage with an output which files of it are missing or damaged in the store, with the time: the stage then runs even if it did so
 * for the same damage before. What is whole has no note.
 */
export async function noteDamage(workspace: string): Promise<void> {
  const paths = runPaths(workspace);
  const store = new BlobStore(paths.store);
  const experiments = await foldersOf(join(workspace, '.amcl', 'out'));
  const checks = experiments.flatMap((experiment) =>
    stages.map(async ({ name }) => {
      const folder = paths.output(experiment, name);
      const runs = ['', ...(await foldersOf(folder))];
      const files = (await Promise.all(runs.map((run) => damagedFiles(folder, run, store)))).flat();
      const note = paths.damage(experiment, name);
      if (files.length === 0) await rm(note, { force: true });
      else await writeAtomic(note, `${JSON.stringify({ at: new Date().toISOString(), files }, null, 2)}\n`);
    }),
  );
  await Promise.all(checks);
  await store.saveVerified();
}

/** @param run in the stage's folder; empty for the folder itself */
async function damagedFiles(folder: string, run: string, store: BlobStore): Promise<string[]> {
  const output = await StageOutput.open(join(folder, run), z.unknown()).catch(() => null);
  const lost = output === null ? [] : await lostBlobs(output.manifest, store);
  return lost.map(([name]) => join(run, name));
}

async function foldersOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : []));
}
