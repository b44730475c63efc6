import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { explainWriteError } from '@amcl/artifacts';
import { sectionNames, type Experiment } from '@amcl/experiment';

/**
 * Writes `<section>.json` for each section into `folder`, with the seed, which is a part of every section's identity.
 * All of them or none: a new folder takes the place of the old one.
 *
 * @throws UserError when the folder cannot be written
 */
export async function writeSections(folder: string, experiment: Experiment): Promise<void> {
  let temporary: string | null = null;
  try {
    await mkdir(dirname(folder), { recursive: true });
    temporary = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
    for (const name of sectionNames) {
      const content = { seed: experiment.seed, section: experiment[name] };
      await writeFile(join(temporary, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  } catch (error) {
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
    throw explainWriteError(error, folder);
  }
}
