import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainWriteError } from '@amcl/artifacts';
import { findCompiler } from '@amcl/engine/library';
import { imagesAddonPlace, locateImagesAddon } from '@amcl/images/native';
import { compile } from './compile';
import { compileImageSources } from './compile-image-sources';
import { MissingError } from './missing-error';
import { runCommand } from './run-command';
import { withLock } from './with-lock';

/**
 * Makes the addon that decodes images ready in the user cache, where there is a compiler; without one images are decoded by sharp.
 * It needs no libtensorflow. What is there already stays; of several processes one works while the others wait.
 * @throws MissingError if it cannot be compiled or loaded here; UserError if the disk is at fault
 */
export async function provideImages(say: (line: string) => void): Promise<void> {
  if (locateImagesAddon() !== null) return;
  const { command: compiler } = await findCompiler();
  if (compiler === null) return;
  const folder = dirname(imagesAddonPlace());
  try {
    await mkdir(folder, { recursive: true });
    await withLock(join(folder, 'lock'), say, async () => {
      if (locateImagesAddon() !== null) return;
      const unfinished = join(folder, 'unfinished');
      await rm(unfinished, { recursive: true, force: true, maxRetries: 5 });
      await mkdir(unfinished);
      try {
        say('compiling the image decoder (about 6 s)');
        await rename(await compileImages(compiler, await mkdtemp(join(unfinished, 'work-'))), imagesAddonPlace());
      } finally {
        await rm(unfinished, { recursive: true, force: true, maxRetries: 5 });
      }
    });
  } catch (error) {
    throw explainWriteError(error, folder);
  }
}

/** @returns the addon in `work`, found to load in a process of its own */
async function compileImages(compiler: string, work: string): Promise<string> {
  const addon = join(work, 'images.node');
  const objects = await compileImageSources(compiler, work, ['images.cc', 'filter.cc']);
  await compile(compiler, addon, ['-shared', ...objects]);
  const result = await runCommand(process.execPath, ['-e', 'require(process.argv[1])', addon]);
  if (result.code === 0) return addon;
  throw new MissingError(
    `The image decoder cannot be loaded on this machine: ${/Error: (.*)/.exec(result.stderr)?.[1] ?? result.stderr.trim()}.`,
  );
}
