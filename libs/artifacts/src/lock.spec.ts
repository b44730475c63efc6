import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { acquireLock, isLocked, lockHolder } from './lock';
import { waitForLock } from './wait-for-lock';

const lockPath = (): string => join(mkdtempSync(join(tmpdir(), 'lock-')), 'work', 'lock');

describe('acquireLock', () => {
  it('refuses a second holder and names the first', async () => {
    const path = lockPath();
    const lock = await acquireLock(path);
    await expect(acquireLock(path)).rejects.toThrow(
      `Process ${process.pid} on ${hostname()} is at this work already (${path})`,
    );
    await lock.release();
    await (await acquireLock(path)).release();
    expect(existsSync(path)).toBe(false);
  });

  it("takes over a dead process's lock, once", async () => {
    const path = lockPath();
    await (await acquireLock(path)).release();
    const dead = spawnSync('true').pid;
    writeFileSync(path, JSON.stringify({ pid: dead, host: hostname(), start: '1' }));
    const tries = await Promise.allSettled([acquireLock(path), acquireLock(path), acquireLock(path)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it("takes over a zombie's lock, and one that a power failure emptied", async () => {
    const path = lockPath();
    await (await acquireLock(path)).release();
    // The shell becomes a program that does not wait for its child.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [text] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(text.toString());
    const fields = (): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    while (fields()[0] !== 'Z') await sleep(10);
    writeFileSync(path, JSON.stringify({ pid, host: hostname(), start: fields()[19] }));
    await (await acquireLock(path)).release();
    parent.kill();
    writeFileSync(path, '');
    await expect(acquireLock(path)).resolves.toBeDefined();
  });

  it('says what its holder is at', async () => {
    const path = lockPath();
    await acquireLock(path, { what: 'quick:pretrain', bytes: 5 });
    await expect(acquireLock(path)).rejects.toThrow(`is at quick:pretrain already (${path})`);
    const holder = await lockHolder(path);
    expect(holder).toMatchObject({ pid: process.pid, what: 'quick:pretrain', bytes: 5 });
    expect(Date.parse(holder?.since ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('tells a reused pid from its former owner', async () => {
    const path = lockPath();
    await (await acquireLock(path)).release();
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname(), start: 'another' }));
    await expect(acquireLock(path)).resolves.toBeDefined();
  });
});

describe('isLocked', () => {
  it('tells whether a living process has the lock, and takes nothing', async () => {
    const path = lockPath();
    expect(await isLocked(path)).toBe(false);
    const lock = await acquireLock(path);
    expect(await isLocked(path)).toBe(true);
    await lock.release();
    expect(await isLocked(path)).toBe(false);
    writeFileSync(path, JSON.stringify({ pid: spawnSync('true').pid, host: hostname(), start: '1' }));
    expect([await isLocked(path), existsSync(path)]).toEqual([false, true]);
  });
});

describe('waitForLock', () => {
  it('takes the lock when its holder is done, and says once for whom it waits', async () => {
    const path = lockPath();
    const first = await acquireLock(path);
    const said: string[] = [];
    setTimeout(() => void first.release(), 500);
    await (await waitForLock(path, (holder) => said.push(holder))).release();
    expect(said).toEqual([expect.stringContaining(`Process ${process.pid} on`)]);
  });

  it('ends its wait when it is aborted', async () => {
    const path = lockPath();
    await acquireLock(path);
    const stop = new AbortController();
    const waiting = waitForLock(path, () => stop.abort(new Error('stopped')), stop.signal);
    await expect(waiting).rejects.toThrow('stopped');
  });
});
