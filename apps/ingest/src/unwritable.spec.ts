import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import { executeStage, runPaths } from '@amcl/stage';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIngest } from './ingest';
import { TinyDataSet } from './testing/tiny-data-set';
import { makeWorkspace } from './testing/workspace';

/** Lets a disk be full for the files of these paths. */
function fillDisk(paths: RegExp): void {
  const { open } = promises;
  const noSpace = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  vi.spyOn(promises, 'open').mockImplementation(async (...parameters) => {
    const file = await open(...parameters);
    if (paths.test(String(parameters[0]))) file.writeFile = () => Promise.reject(noSpace);
    return file;
  });
  syncBuiltinESMExports();
}

function freeDisk(): void {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
}

afterEach(freeDisk);

/** A failure of the machine: how the stage is run under it, and what it says. */
interface Case {
  readonly how: string;
  readonly run: () => Promise<string>;
}

let workspace: string;
let outputs: string;
beforeEach(() => {
  workspace = makeWorkspace();
  outputs = dirname(runPaths(workspace).output('quick', 'ingest'));
});

/** Runs the stage in this process. */
async function inProcess(): Promise<string> {
  const stage = createIngest({ cifar10: new TinyDataSet() });
  const signal = new AbortController().signal;
  return executeStage(stage, { experiment: 'quick', workspace, signal, emit: () => undefined }).then(
    () => 'it succeeded',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

const UNSHARE = ['--user', '--map-root-user', '--mount'];
/** Whether mounts can be made here, in a name space of a child process. */
const canMount = spawnSync('unshare', [...UNSHARE, 'sh', '-c', 'mount -t tmpfs none /mnt']).status === 0;

/** Runs the stage's program where `mounts` have been made. */
function inNamespace(mounts: string): Promise<string> {
  const program = `${mounts} && exec node -r @amcl/register apps/ingest/src/testing/ingest-tiny.ts --experiment quick`;
  const { status, stderr } = spawnSync('unshare', [...UNSHARE, 'sh', '-c', program], {
    cwd: workspace,
    encoding: 'utf8',
  });
  return Promise.resolve(`exit ${status}, UserError: ${stderr}`);
}

const withMounts = <C extends Case>(cases: C[]): C[] => (canMount ? cases : []);

const STORED = '.amcl/store/[0-9a-f]{64}';
const fullDisks: (Case & { file: string })[] = [
  {
    how: 'writes that all fail with ENOSPC',
    file: '.amcl/work/[0-9a-f]{64}/inputs.json',
    run: () => {
      fillDisk(/./);
      return inProcess();
    },
  },
  {
    how: 'writes of data that fail with ENOSPC',
    file: STORED,
    run: () => {
      fillDisk(/\/store\//);
      return inProcess();
    },
  },
  ...withMounts([
    {
      how: 'a tmpfs of 1 MB',
      file: STORED,
      run: () => inNamespace(`mkdir .amcl/store && mount -t tmpfs -o size=1m none .amcl/store`),
    },
  ]),
];

const readOnlyFolders: Case[] = [
  {
    how: 'a file in the place of the store',
    run: () => {
      writeFileSync(join(workspace, '.amcl', 'store'), 'in the way');
      return inProcess();
    },
  },
  ...withMounts([
    {
      how: 'a read-only mount',
      run: () =>
        inNamespace(`mount --bind .amcl/out/quick .amcl/out/quick && mount -o remount,bind,ro .amcl/out/quick`),
    },
  ]),
];

describe('a full disk', () => {
  it.each(fullDisks)('is told with the file and what to do, and leaves nothing: $how', async ({ run, file }) => {
    expect(await run()).toMatch(
      new RegExp(`UserError: Cannot write .*/${file}: the disk is full: free some space.* \\(ENOSPC\\)\\.$`, 'm'),
    );
    expect(readdirSync(outputs)).toEqual(['resolve']);
    const store = runPaths(workspace).store;
    expect(existsSync(store) ? readdirSync(store) : []).toEqual([]);
  });

  it('is no hindrance once there is space', async () => {
    fillDisk(/./);
    await inProcess();
    freeDisk();
    expect(await inProcess()).toBe('it succeeded');
  });
});

describe('a folder that cannot be written', () => {
  it.each(readOnlyFolders)('is told with its name and what to do, and leaves nothing: $how', async ({ run }) => {
    expect(await run()).toMatch(
      /UserError: Cannot write .*\.amcl\/(store\/.*: a part of its path is a file|out\/quick\/ingest: the file system is read-only: make it writable)/,
    );
    expect(readdirSync(outputs)).toEqual(['resolve']);
  });

  it('is no hindrance once it can', async () => {
    const store = runPaths(workspace).store;
    writeFileSync(store, 'in the way');
    await inProcess();
    rmSync(store);
    mkdirSync(store);
    expect(await inProcess()).toBe('it succeeded');
  });
});
