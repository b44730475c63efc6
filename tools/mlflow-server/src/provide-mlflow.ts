import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWriteError, sha256, userCache, UserError, waitForLock, writeAtomic } from '@amcl/artifacts';
import { findPython, type Python } from './find-python';
import { runPython } from './run-python';

/** An installed MLflow. */
export interface Mlflow {
  /** The Python that has it. */
  readonly python: string;
}

const REQUIREMENTS = join(__dirname, '..', 'requirements.txt');

/**
 * MLflow as `requirements.txt` pins it, in a virtual environment of the user cache: installed by pip, which checks every
 * hash, where it is not there yet. Of several processes one installs while the others wait; a marker is written last, so
 * that what was not finished is made anew.
 * @throws UserError if there is no fit Python, or pip cannot install
 */
export async function provideMlflow(say: (line: string) => void): Promise<Mlflow> {
  const python = await findPython();
  const pinned = sha256(await readFile(REQUIREMENTS)).slice(0, 12);
  const folder = join(userCache(), 'mlflow', `${pinned}-python${python.version}`);
  const installed: Mlflow = { python: join(folder, 'bin', 'python') };
  const marker = join(folder, 'installed');
  if (await isThere(marker)) return installed;
  const lock = await waitForLock(`${folder}.lock`, () => say('another process is installing MLflow: waiting for it'));
  try {
    if (await isThere(marker)) return installed;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await install(python, folder, installed.python, say);
    await writeAtomic(marker, '');
    return installed;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw explainWriteError(error, folder);
  } finally {
    await lock.release();
  }
}

async function install(base: Python, folder: string, python: string, say: (line: string) => void): Promise<void> {
  say(`installing MLflow with pip into ${folder} (0.9 GB, some minutes)`);
  const made = await runPython(base.command, ['-m', 'venv', folder]);
  if (made.code !== 0)
    throw new UserError(`${base.command} could not make a virtual environment in ${folder}: ${lastLine(made)}`);
  let packages = 0;
  const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
  const result = await runPython(python, [...args, '--require-hashes', '-r', REQUIREMENTS], (line) => {
    if (!line.startsWith('Collecting ')) {
      if (line.startsWith('Installing collected packages')) say(`installing ${packages} packages`);
      return;
    }
    packages++;
    if (packages % 20 === 0) say(`${packages} packages found`);
  });
  if (result.code === 0) return;
  if (result.stderr.includes('DO NOT MATCH THE HASHES'))
    throw new UserError(
      "pip was given another file than requirements.txt pins. Check pip's index and its proxies (pip config list).",
    );
  throw new UserError(`pip could not install MLflow: ${lastLine(result)} (check the network and pip's index).`);
}

function lastLine({ stderr }: { stderr: string }): string {
  const lines = stderr.trim().split('\n');
  return lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? '';
}

async function isThere(marker: string): Promise<boolean> {
  return (await readFile(marker).catch(() => null)) !== null;
}
