import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWriteError, replaceFolder, temporaryName } from '@amcl/artifacts';
import { isAdaptive, sectionNames, type Run, type SectionName } from '@amcl/experiment';

/**
 * Writes `<section>.json` for each section into `folder`, with the seed, which is a part of every section's identity, and `runs.json`,
 * which names the runs with what their points of a sweep set. All of them or none: a new folder takes the place of the old one.
 *
 * @throws UserError when the folder cannot be written
 */
export async function writeSections(folder: string, runs: readonly Run[]): Promise<void> {
  const temporary = temporaryName(folder);
  try {
    await mkdir(temporary, { recursive: true });
    for (const name of sectionNames) await writeJson(join(temporary, `${name}.json`), contentOf(name, runs));
    await writeJson(
      join(temporary, 'runs.json'),
      runs.map(({ name, seed, point }) => ({ name, seed, point })),
    );
    await replaceFolder(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw explainWriteError(error, folder);
  }
}

/**
 * `{ seed, section }` of the only run, or `{ runs: [{ name, seed, section }, ...] }`, with `sweep` where it goes on choosing in training.
 */
function contentOf(section: SectionName, runs: readonly Run[]): object {
  const contents = runs.map(({ name, seed, experiment }) => ({ name, seed, section: experiment[section] }));
  const [first] = contents;
  if (first?.name === null) return { seed: first.seed, section: first.section };
  const sweep = runs[0]?.experiment.sweep ?? null;
  const goesOn = section === 'pretrain' && sweep !== null && isAdaptive(sweep);
  return { ...(goesOn ? { sweep } : {}), runs: contents };
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
