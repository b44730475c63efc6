import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { npmOptions } from './npm-options';
import { temporaryFolder } from './testing/tiny-edition';

afterEach(() => vi.unstubAllEnvs());

describe('npmOptions', () => {
  it("takes the environment's settings before those of the user's .npmrc, and sets none", async () => {
    const npmrc = join(temporaryFolder(), '.npmrc');
    writeFileSync(
      npmrc,
      'registry=https://mirror.example/npm/\nhttps-proxy=http://proxy.example:3128\n//mirror.example/npm/:_authToken=secret\n',
    );
    vi.stubEnv('npm_config_registry', undefined);
    vi.stubEnv('npm_config_userconfig', npmrc);
    const before = { ...process.env };
    expect(await npmOptions()).toMatchObject({
      registry: 'https://mirror.example/npm/',
      httpsProxy: 'http://proxy.example:3128',
      '//mirror.example/npm/:_authToken': 'secret',
      cache: undefined,
    });
    vi.stubEnv('npm_config_registry', 'https://other.example/');
    expect(await npmOptions()).toMatchObject({ registry: 'https://other.example/' });
    vi.stubEnv('npm_config_registry', undefined);
    expect({ ...process.env }).toEqual(before);
  });
});
