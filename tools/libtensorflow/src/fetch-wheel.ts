import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256File, UserError } from '@amcl/artifacts';
import { libraryCache, type PinnedWheel } from '@amcl/engine/library';
import { MissingError } from './missing-error';
import { runCommand } from './run-command';

const MEGABYTE = 1e6;

/**
 * Fetches a pinned wheel with pip, which checks its hash. A wheel that an earlier run fetched, but did not live to
 * unpack, is used.
 * @param python a Python that has pip
 * @param work a folder for unfinished things, on the same file system as the cache
 * @returns the wheel's path
 * @throws MissingError if it could not be fetched; UserError if what came is not what is pinned
 */
export async function fetchWheel(
  wheel: PinnedWheel,
  python: string,
  work: string,
  say: (line: string) => void,
): Promise<string> {
  const target = join(libraryCache(), `${wheel.sha256}.whl`);
  if ((await sha256File(target).catch(() => null)) === wheel.sha256) {
    say('the wheel is here already');
    return target;
  }
  const [requirements, download, temporary] = [join(work, 'requirements.txt'), join(work, 'wheel'), join(work, 'pip')];
  await mkdir(temporary, { recursive: true });
  await mkdir(download, { recursive: true });
  await writeFile(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  say(`fetching ${wheel.name} ${wheel.version} with pip (${Math.round(wheel.bytes / MEGABYTE)} MB)`);
  const watch = setInterval(() => void sayProgress(work, wheel, say), 3000);
  const result = await runCommand(python, pipArguments(wheel, requirements, download), {
    ...process.env,
    TMPDIR: temporary,
  });
  clearInterval(watch);
  const [file] = await readdir(download);
  if (result.code !== 0 || file === undefined) throw fetchError(wheel, result.stderr);
  await rename(join(download, file), target);
  await rm(temporary, { recursive: true, force: true });
  return target;
}

function pipArguments({ python, platform }: PinnedWheel, requirements: string, download: string): string[] {
  return [
    ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-input', '--no-cache-dir'],
    ...['--no-deps', '--only-binary=:all:', '--python-version', python, '--platform', platform],
    ...['--require-hashes', '--requirement', requirements, '--dest', download],
  ];
}

function fetchError(wheel: PinnedWheel, stderr: string): Error {
  if (stderr.includes('DO NOT MATCH THE HASHES'))
    return new UserError(
      `Expected ${wheel.name} ${wheel.version} with sha256 ${wheel.sha256}, but pip was given another file. Check pip's index and its proxies (pip config list).`,
    );
  const reason = stderr.trim().split('\n').at(-1) ?? '';
  return new MissingError(
    `pip could not fetch ${wheel.name} ${wheel.version}: ${reason} (check the network and pip's index).`,
  );
}

async function sayProgress(folder: string, wheel: PinnedWheel, say: (line: string) => void): Promise<void> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const wheels = files.filter((file) => file.isFile() && basename(file.name).endsWith('.whl'));
  const sizes = await Promise.all(
    wheels.map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const bytes = Math.max(0, ...sizes);
  if (bytes > 0) say(`${Math.round(bytes / MEGABYTE)} of ${Math.round(wheel.bytes / MEGABYTE)} MB`);
}
