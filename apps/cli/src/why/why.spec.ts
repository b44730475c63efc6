import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listExperiments } from '../list/list-experiments';
import { finishExperiment } from '../testing/finish-experiment';
import { declare, temporaryWorkspace } from '../testing/temporary-workspace';
import { describeWhy } from './describe-why';

let workspace: string;
beforeEach(() => void (workspace = temporaryWorkspace()));
afterEach(() => rmSync(workspace, { recursive: true }));

async function why(stage: string | null = null): Promise<string> {
  const { cache } = createRequire(__filename);
  for (const file of Object.keys(cache)) if (file.startsWith(workspace)) delete cache[file];
  const [state] = await listExperiments(workspace, ['mine'], {});
  if (state === undefined) throw new Error('Expected the experiment in the list');
  return describeWhy(state, stage);
}

/** Gives a package another version, as `npm install` does. */
function bump(name: string, version: string): void {
  const path = join(workspace, 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, { version: string }> };
  lock.packages[`node_modules/${name}`]!.version = version;
  rmSync(path); // the link
  writeFileSync(path, JSON.stringify(lock));
}

it('says that nothing ran, and after a run that nothing changed', async () => {
  declare(workspace, 'mine', '{}');
  expect(await why('ingest')).toBe('ingest: never run');
  await finishExperiment(workspace, 'mine');
  expect((await why()).match(/^[\w-]+: up to date, nothing changed since \d{4}-\d\d-\d\dT/gm)).toHaveLength(5);
});

it('names each setting and each file of code that changed, and what will decide later stages', async () => {
  declare(workspace, 'mine', '{ pretrain: { epochs: 5 } }');
  await finishExperiment(workspace, 'mine');
  declare(workspace, 'mine', '{ pretrain: { epochs: 6, optimizer: { lr: 0.5 } } }');
  appendFileSync(join(workspace, 'apps/augment/src/materialize.ts'), '\nexport const more = 1;\n');
  appendFileSync(join(workspace, 'apps/augment/src/augment.ts'), "\nimport './new';\n");
  writeFileSync(join(workspace, 'apps/augment/src/new.ts'), 'export {};');
  expect((await why()).split('\n').slice(1)).toEqual([
    'augment: would run',
    '  code changed',
    '    apps/augment/src/augment.ts (changed)',
    '    apps/augment/src/materialize.ts (changed)',
    '    apps/augment/src/new.ts (new)',
    'pretrain: would run',
    '  settings changed',
    '    pretrain.optimizer.lr 0.06 -> 0.5',
    '    pretrain.epochs 5 -> 6',
    '  whether it runs, augment will decide',
    'linear-probe: as it was',
    '  whether it runs, augment and pretrain will decide',
    'report: as it was',
    '  whether it runs, augment and pretrain and linear-probe will decide',
  ]);
});

it('is silent about a comment in the code, and in the experiment', async () => {
  declare(workspace, 'mine', '{}');
  await finishExperiment(workspace, 'mine');
  declare(workspace, 'mine', '{ /* a comment */ }');
  appendFileSync(join(workspace, 'apps/augment/src/augment.ts'), '\n// A comment.\n');
  expect(await why('augment')).toMatch(/^augment: up to date/);
});

it('names the package that changed, also behind another', async () => {
  declare(workspace, 'mine', '{}');
  await finishExperiment(workspace, 'mine');
  bump('@napi-rs/nice-win32-x64-msvc', '0.0.1'); // behind piscina, of another system, so that it need not be installed
  expect(await why('pretrain')).toMatch(
    /^pretrain: would run\n {2}package changed\n {4}@napi-rs\/nice-win32-x64-msvc [\d.]+ -> 0\.0\.1$/m,
  );
  expect(await why('ingest')).toMatch(/^ingest: up to date/);
});

it('says that a run would take from the store what was done before', async () => {
  for (const epochs of [5, 6]) {
    declare(workspace, 'mine', `{ pretrain: { epochs: ${epochs} } }`);
    await finishExperiment(workspace, 'mine');
  }
  declare(workspace, 'mine', '{ pretrain: { epochs: 5 } }');
  expect(await why('pretrain')).toBe(
    'pretrain: kept\n  settings changed\n    pretrain.epochs 6 -> 5\n  the same was done before: it is taken from .amcl/store',
  );
});

it('refuses a stage that there is not', async () => {
  declare(workspace, 'mine', '{}');
  await expect(why('probe')).rejects.toThrow(
    'Expected a stage of mine (ingest, augment, pretrain, linear-probe, report)',
  );
});
