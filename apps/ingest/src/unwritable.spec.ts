import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type * as promises from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { executeStage, runPaths } from '@amcl/stage';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createIngest } from './ingest';
import { TinyDataSet } from './testing/tiny-data-set';
import { makeWorkspace } from './testing/workspace';

/** Which files a full disk does not take. */
const disk = vi.hoisted(() => ({ refuses: null as RegExp | null }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof promises>();
  const noSpace = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const open: typeof real.open = async (...parameters) => {
    const file = await real.open(...parameters);
    if (disk.refuses?.test(String(parameters[0]))) file.writeFile = () => Promise.reject(noSpace);
    return file;
  };
  return { ...real, open };
});

/** A failure of the machine: how the stage is run under it, and what it says. */
interface Case {
  readonly how: string;
  readonly run: () => Promise<string>;
}

let workspace: string;
let outputs: string;
beforeEach(() => {
  disk.refuses = null;
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
      disk.refuses = /./;
      return inProcess();
    },
  },
  {
    how: 'writes of data that fail with ENOSPC',
    file: STORED,
    run: () => {
      disk.refuses = /\/store\//;
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
    disk.refuses = /./;
    await inProcess();
    disk.refuses = null;
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
