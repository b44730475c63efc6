import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ENGINE_IDENTITY_FILE, readEngineIdentity } from './engine-identity';

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'identity-'));
});

const write = (text: string): void => {
  mkdirSync(join(workspace, dirname(ENGINE_IDENTITY_FILE)), { recursive: true });
  writeFileSync(join(workspace, ENGINE_IDENTITY_FILE), text);
};

describe('readEngineIdentity', () => {
  it('reads what was provided', async () => {
    const identity = { backend: 'wasm', tfjs: '4.22.0', library: null };
    write(JSON.stringify(identity));
    expect(await readEngineIdentity(workspace)).toEqual(identity);
  });

  it.each(['{', '{"backend":"webgl","tfjs":"4.22.0","library":null}'])(
    'names the command instead of %s',
    async (text) => {
      write(text);
      await expect(readEngineIdentity(workspace)).rejects.toThrow(
        /engine\.json\. Run: npx nx run libtensorflow:provide/,
      );
    },
  );

  it('names the command where there is none', async () => {
    await expect(readEngineIdentity(workspace)).rejects.toThrow('npx nx run libtensorflow:provide');
  });
});
