import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ENGINE_IDENTITY_FILE, type EngineIdentity } from '@amcl/artifacts';

const root = resolve(__dirname, '../../../..');

export const ENGINE: EngineIdentity = {
  backend: 'tensorflow',
  tfjs: '4.22.0',
  library: { name: 'tensorflow-cpu', version: '2.21.0', sha256: '2b'.repeat(32) },
};

/** A workspace with the code of this one, except that its `apps/augment` can be changed, and with no experiments. */
export function temporaryWorkspace(): string {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const name of ['libs', 'node_modules', 'package.json', 'package-lock.json'])
    symlinkSync(join(root, name), join(workspace, name));
  mkdirSync(join(workspace, 'apps'));
  for (const name of readdirSync(join(root, 'apps'))) {
    const [from, to] = [join(root, 'apps', name), join(workspace, 'apps', name)];
    if (name === 'augment') cpSync(from, to, { recursive: true });
    else symlinkSync(from, to);
  }
  provideEngine(workspace, ENGINE);
  return workspace;
}

/** What `libtensorflow:provide` writes. */
export function provideEngine(workspace: string, engine: EngineIdentity): void {
  write(join(workspace, ENGINE_IDENTITY_FILE), JSON.stringify(engine));
}

/** @param input what its file exports as its default, as source */
export function declare(workspace: string, experiment: string, input: string): void {
  write(join(workspace, 'pipelines', experiment, 'experiment.ts'), `module.exports.default = ${input};`);
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
