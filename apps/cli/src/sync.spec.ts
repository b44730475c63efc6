import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, describe as group, it } from 'vitest';

let workspace: string;
beforeEach(() => (workspace = mkdtempSync(join(tmpdir(), 'sync-'))));
afterEach(() => rmSync(workspace, { recursive: true }));

const root = join(__dirname, '../../..');
function amcl(...args: string[]) {
  const program = ['-r', join(root, 'libs/register/src/index.js'), join(root, 'apps/cli/src/main.ts'), ...args];
  return spawnSync(process.execPath, program, { cwd: workspace, encoding: 'utf8' });
}

/** A run that waits for a server which nobody serves: port 9 of the loopback. */
function leaveRun(): void {
  const folder = join(workspace, '.amcl', 'tracking', 'away', 'key');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '..', 'server.json'), JSON.stringify({ uri: 'http://127.0.0.1:9' }));
  const lines = [
    { kind: 'run', id: 'a', name: 'run', experiment: 'e', parent: null, link: null, time: 1, tags: {} },
    { kind: 'metrics', time: 1, step: 1, values: { loss: 1, lr: 2 } },
  ];
  writeFileSync(join(folder, 'lines.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

group('amcl sync', () => {
  it('has nothing to do where no run was tracked', () => {
    const { status, stdout } = amcl('sync');
    expect([status, stdout]).toEqual([0, 'Nothing waits: no run of this workspace was tracked yet.\n']);
  });

  it('exits 1 and says why where a server is away', () => {
    leaveRun();
    const { status, stdout } = amcl('sync');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^✗ http:\/\/127.0.0.1:9 {2}0 points sent, 2 points wait\n {2}-> .* does not answer: /);
    const json: unknown = JSON.parse(amcl('sync', '--json').stdout);
    expect(json).toMatchObject([{ server: 'http://127.0.0.1:9', sent: 0, waiting: { points: 2, files: 0 } }]);
  });
});
