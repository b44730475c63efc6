import { spawn } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { runPaths } from '@amcl/stage';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { declare, temporaryWorkspace } from '../testing/temporary-workspace';
import { collectGarbage } from './collect-garbage';

let workspace: string;
let paths: ReturnType<typeof runPaths>;
beforeEach(() => {
  workspace = temporaryWorkspace();
  paths = runPaths(workspace);
  declare(workspace, 'mine', '{}');
});
afterEach(() => rmSync(workspace, { recursive: true }));

/** Puts what was in the store before, and was removed, back as things of long ago, for gc to remove and for the stage to find. */
function bringBack(seen: Map<string, Buffer>): void {
  mkdirSync(join(paths.store, 'stages'), { recursive: true });
  const works = readdirSync(join(paths.store, 'stages')).map((name) => join('stages', name));
  const blobs = readdirSync(paths.store).filter((name) => name.length === 64);
  for (const path of [...blobs, ...works]) if (!seen.has(path)) seen.set(path, readFileSync(join(paths.store, path)));
  for (const [path, content] of seen) {
    if (Math.random() < 0.5) continue; // a work without all of its files is done again
    const temporary = join(workspace, 'temporary');
    writeFileSync(temporary, content);
    utimesSync(temporary, 1e9, 1e9);
    try {
      linkSync(temporary, join(paths.store, path)); // never in the place of what the stage has put
    } catch {
      // It is there.
    }
    rmSync(temporary);
  }
}

it('gc never takes a file of the output that another process makes', async () => {
  const rounds = 4;
  const program = join(__dirname, '../testing/stage-process.ts');
  const register = join(__dirname, '../../../../libs/register/src/index.js');
  const child = spawn(process.execPath, ['-r', register, program, workspace, String(rounds)]);
  onTestFinished(() => void child.kill());
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const seen = new Map<string, Buffer>();
  let removed = 0;
  let beside = 0;
  while (child.exitCode === null && child.signalCode === null) {
    bringBack(seen);
    // No more slack than the clocks of files need, since all is young here.
    const result = await collectGarbage(workspace, { keep: 0, dryRun: false }, 20);
    removed += result.removed.files.count;
    beside += result.running;
    await setTimeout(100 * Math.random());
  }
  expect([await closed, await stderr]).toEqual([0, '']);
  const { kept = 0, ended = 0 } = JSON.parse(await stdout) as Record<string, number>;
  expect(kept + ended).toBe(6 * rounds); // how many of each is chance
  expect(ended).toBeGreaterThan(0);
  expect(removed).toBeGreaterThan(0);
  expect(beside).toBeGreaterThan(0);
});
