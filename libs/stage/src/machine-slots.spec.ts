import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeSlot, type SlotRequest } from './machine-slots';
import { memoryNeed } from './memory';

let cache: string;
const told: string[] = [];
beforeEach(() => {
  told.length = 0;
  cache = mkdtempSync(join(tmpdir(), 'slots-'));
  vi.stubEnv('AMCL_CACHE', cache);
  vi.stubEnv('AMCL_TRAININGS', '');
});
afterEach(() => void vi.unstubAllEnvs());

const folder = (): string => join(cache, 'machine', hostname());
const request = (what: string, rest: Partial<SlotRequest> = {}): SlotRequest => ({
  what,
  bytes: 0,
  signal: new AbortController().signal,
  tell: (level, text) => told.push(`${level}: ${text}`),
  ...rest,
});

async function untilTold(count: number): Promise<void> {
  while (told.length < count) await sleep(10);
}

it('lets one work at a time begin; another says once for whom it waits, and goes on by itself', async () => {
  const first = await takeSlot(request('first:pretrain'));
  const second = takeSlot(request('second:linear-probe'));
  await untilTold(1);
  await sleep(1200); // it looks again
  await first.release();
  await (await second).release();
  const since = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d UTC`;
  expect(told).toEqual([
    expect.stringMatching(
      `^info: second:linear-probe waits for first:pretrain \\(process ${process.pid}, since ${since}\\) on this machine\\. More at once: AMCL_TRAININGS=2$`,
    ),
  ]);
  expect(readdirSync(folder())).toEqual([]);
});

it('lets as many begin as AMCL_TRAININGS says', async () => {
  vi.stubEnv('AMCL_TRAININGS', '2');
  await takeSlot(request('first:pretrain'));
  const second = await takeSlot(request('second:pretrain'));
  void takeSlot(request('third:pretrain'));
  await untilTold(1);
  expect(told[0]).toMatch(/first:pretrain .*, second:pretrain .*AMCL_TRAININGS=3$/);
  await second.release();
});

it('counts those that others were allowed', async () => {
  vi.stubEnv('AMCL_TRAININGS', '2');
  const first = await takeSlot(request('first:pretrain'));
  await takeSlot(request('second:pretrain'));
  await first.release();
  vi.stubEnv('AMCL_TRAININGS', '1');
  void takeSlot(request('third:pretrain')).catch(() => undefined);
  await untilTold(1);
  expect(told[0]).toContain('third:pretrain waits for second:pretrain');
});

it('takes over the slot of a dead process', async () => {
  mkdirSync(folder(), { recursive: true });
  const dead = { pid: spawnSync('true').pid, host: hostname(), start: '1' };
  for (const name of ['slot-0', 'admission']) writeFileSync(join(folder(), `${name}.lock`), JSON.stringify(dead));
  await takeSlot(request('first:pretrain'));
  expect(told).toEqual([]);
  expect(readdirSync(folder())).toEqual(['slot-0.lock']);
});

it('ends its wait when it is stopped', async () => {
  await takeSlot(request('first:pretrain'));
  const stop = new AbortController();
  const second = takeSlot(
    request('second:pretrain', { signal: stop.signal, tell: () => stop.abort(new Error('stopped')) }),
  );
  await expect(second).rejects.toThrow('stopped');
  expect(readdirSync(folder())).toEqual(['slot-0.lock']);
});

it('waits for memory while another work has some, and begins with a warning when it is alone', async () => {
  vi.stubEnv('AMCL_TRAININGS', '2');
  const first = await takeSlot(request('first:pretrain'));
  const second = takeSlot(request('second:pretrain', { bytes: 1e15 }));
  await untilTold(1);
  await first.release();
  await second;
  expect(told).toEqual([
    expect.stringMatching(
      /^info: second:pretrain may take 1000000\.0 GB of memory, and \d+\.\d GB are free: it waits for first/,
    ),
    expect.stringMatching(/^warning: second:pretrain may take 1000000\.0 GB .* It begins, as no other/),
  ]);
});

it('leaves to a work that has just begun the memory that it asked for', async () => {
  vi.stubEnv('AMCL_TRAININGS', '2');
  await takeSlot(request('first:pretrain', { bytes: 1e15 }));
  told.length = 0;
  void takeSlot(request('second:pretrain', { bytes: 1 })).catch(() => undefined);
  await untilTold(1);
  expect(told[0]).toContain('0.0 GB are free: it waits for first:pretrain');
});

it('goes on without a slot where the user cache cannot be written', async () => {
  writeFileSync(join(cache, 'machine'), 'a file in the way');
  await (await takeSlot(request('first:pretrain'))).release();
  expect(told).toEqual([expect.stringMatching(/^warning: Cannot write .* does not look for other trainings/)]);
});

it.each(['0', '-1', '1.5', 'two'])('says what AMCL_TRAININGS is when it is %s', async (value) => {
  vi.stubEnv('AMCL_TRAININGS', value);
  await expect(takeSlot(request('first:pretrain'))).rejects.toThrow(
    `Expected a whole number from 1 for environment variable AMCL_TRAININGS but received '${value}'`,
  );
});

it('expects of a work the memory that the last one took, or what is usual', async () => {
  expect(await memoryNeed(cache)).toBe(2.5e9);
  writeFileSync(join(cache, 'run.json'), '{ "peakMemoryBytes": 950046720 }');
  expect(await memoryNeed(cache)).toBe(950046720);
});
