import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWriteError, sha256, userCache, UserError, waitForLock, writeAtomic } from '@amcl/artifacts';
import { findPython, type Python } from './find-python';
import { runPython } from './run-python';

/** Packages that belong together. */
export interface PythonPackages {
  /** Of the folder in the user cache: `optuna`. */
  readonly name: string;
  /** For messages: `Optuna`. */
  readonly title: string;
  /** What they are for, where there is no Python: `to run MLflow's server`. */
  readonly purpose: string;
  /** What they take on the disk: `0.9 GB`. */
  readonly size: string;
  /** Path of a requirements file that pins every package with its hashes. */
  readonly requirements: string;
}

/**
 * A Python that has the packages: in a virtual environment of the user cache, into which pip installs them, checking every hash, where
 * they are not there yet. Of several processes one installs while the others wait; a marker is written last, so that what was not
 * finished is made anew.
 * @param say told what goes on while it installs
 * @returns the path of the Python
 * @throws UserError if there is no fit Python, or pip cannot install
 */
export async function provideEnvironment(packages: PythonPackages, say: (line: string) => void): Promise<string> {
  const python = await findPython(packages.purpose);
  const pinned = sha256(await readFile(packages.requirements)).slice(0, 12);
  const folder = join(userCache(), packages.name, `${pinned}-python${python.version}`);
  const installed = join(folder, 'bin', 'python');
  const marker = join(folder, 'installed');
  if (await isThere(marker)) return installed;
  await mkdir(join(userCache(), packages.name), { recursive: true });
  const lock = await waitForLock(`${folder}.lock`, () =>
    say(`another process is installing ${packages.title}: waiting for it`),
  );
  try {
    if (await isThere(marker)) return installed;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await install(packages, python, folder, say);
    await writeAtomic(marker, '');
    return installed;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw explainWriteError(error, folder);
  } finally {
    await lock.release();
  }
}

async function install(
  { title, size, requirements }: PythonPackages,
  base: Python,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  say(`installing ${title} with pip into ${folder} (${size})`);
  const made = await runPython(base.command, ['-m', 'venv', folder]);
  if (made.code !== 0)
    throw new UserError(`${base.command} could not make a virtual environment in ${folder}: ${lastLine(made)}`);
  let packages = 0;
  const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
  const result = await runPython(
    join(folder, 'bin', 'python'),
    [...args, '--require-hashes', '-r', requirements],
    (line) => {
      if (line.startsWith('Installing collected packages')) say(`installing ${packages} packages`);
      if (!line.startsWith('Collecting ')) return;
      packages++;
      if (packages % 20 === 0) say(`${packages} packages found`);
    },
  );
  if (result.code === 0) return;
  if (result.stderr.includes('DO NOT MATCH THE HASHES'))
    throw new UserError(
      `pip was given another file of ${title} than its requirements pin. Check pip's index and its proxies (pip config list).`,
    );
  throw new UserError(`pip could not install ${title}: ${lastLine(result)} (check the network and pip's index).`);
}

function lastLine({ stderr }: { stderr: string }): string {
  const lines = stderr.trim().split('\n');
  return lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? '';
}

async function isThere(marker: string): Promise<boolean> {
  return (await readFile(marker).catch(() => null)) !== null;
}
