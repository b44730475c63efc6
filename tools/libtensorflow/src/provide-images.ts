import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainWriteError } from '@amcl/artifacts';
import { findCompiler } from '@amcl/engine/library';
import { imagesAddonPlace, locateImagesAddon } from '@amcl/images/native';
import { AVX2, compile, OWN_SOURCES } from './compile';
import { MissingError } from './missing-error';
import { runCommand } from './run-command';
import { withLock } from './with-lock';

/** Weights of a resize are to be PIL's to the bit, filters those of `libs/augmentation`: no product is fused with a sum. */
const EXACT = ['-ffp-contract=off'];
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'images.cc': [],
  'filter.cc': [],
  'kernels.cc': [],
  'jpeg.cc': [],
  'tables.cc': [],
  'resize_taps.cc': EXACT,
  'portable.cc': ['-O3', ...EXACT],
  ...(process.arch === 'x64' ? { 'avx2.cc': [...AVX2, '-mbmi2', ...EXACT] } : {}),
};

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
  const objectOf = (source: string) => join(work, source.replace(/cc$/, 'o'));
  await Promise.all(
    Object.entries(SOURCES).map(([source, flags]) =>
      compile(compiler, objectOf(source), ['-c', ...flags, join(OWN_SOURCES, 'images', source)]),
    ),
  );
  await compile(compiler, addon, ['-shared', ...Object.keys(SOURCES).map(objectOf)]);
  const result = await runCommand(process.execPath, ['-e', 'require(process.argv[1])', addon]);
  if (result.code === 0) return addon;
  throw new MissingError(
    `The image decoder cannot be loaded on this machine: ${/Error: (.*)/.exec(result.stderr)?.[1] ?? result.stderr.trim()}.`,
  );
}
