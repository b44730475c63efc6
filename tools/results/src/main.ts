import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, writeAtomic } from '@amcl/artifacts';
import { replaceMarked } from '@amcl/reporting';
import { readExperiment } from '@amcl/runs';
import { runPaths } from '@amcl/stage';
import { Command } from 'commander';
import { collectSearch } from './collect-search';
import { recordOf } from './collect-record';
import { blocks, EXPERIMENTS, SEARCHES } from './published';
import { Records } from './records';
import { similarityPicture } from './similarity-picture';

const workspace = process.cwd();
const PAGE = join('docs', 'results.md');
const PICTURE = join('docs', 'results', 'similarity.svg');

const program = new Command('results')
  .description(
    'Takes the figures of finished experiments of pipelines/reach into docs/results/<experiment>.json, and writes the tables and the picture of ' +
      'docs/results.md from what lies there. It runs no experiment: npx nx run <experiment>:report does.',
  )
  .argument('[experiments...]', 'whose figures to take; all that are finished unless given')
  .option('--render', 'take nothing, only write the page', false)
  .action(run);

async function run(names: string[], { render }: { readonly render: boolean }): Promise<void> {
  const unknown = names.find((name) => ![...EXPERIMENTS, ...SEARCHES].includes(name));
  if (unknown !== undefined)
    throw new UserError(
      `Expected experiments whose figures are published (${[...EXPERIMENTS, ...SEARCHES].join(', ')}) but received ${unknown}.`,
    );
  const records = new Records(workspace);
  if (!render) await collect(records, names);
  await writePage(records);
}

async function collect(records: Records, names: readonly string[]): Promise<void> {
  for (const experiment of [...EXPERIMENTS, ...SEARCHES]) {
    const wanted = names.length === 0 ? isThere(experiment) : names.includes(experiment);
    if (!wanted) continue;
    const record = SEARCHES.includes(experiment)
      ? await collectSearch(workspace, experiment)
      : recordOf(experiment, await readExperiment({ workspace, experiment }));
    console.log(await records.write(record));
  }
}

/** Whether the last of its stages that counts was done. */
function isThere(experiment: string): boolean {
  const stage = SEARCHES.includes(experiment) ? 'pretrain' : 'report';
  return existsSync(runPaths(workspace).output(experiment, stage, null));
}

async function writePage(records: Records): Promise<void> {
  let page = readFileSync(join(workspace, PAGE), 'utf8');
  for (const [name, text] of blocks(records)) page = replaceMarked(page, name, text);
  await writeAtomic(join(workspace, PAGE), page);
  const picture = await similarityPicture(records);
  if (picture !== null) await writeAtomic(join(workspace, PICTURE), picture);
  console.log(PAGE);
}

program.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
});
