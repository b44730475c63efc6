import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userCache } from './user-cache';

afterEach(() => vi.unstubAllEnvs());

describe('userCache', () => {
  it('is AMCL_CACHE, made absolute', () => {
    vi.stubEnv('AMCL_CACHE', 'some/cache');
    expect(userCache()).toBe(resolve('some/cache'));
  });

  it("is a folder of its own in the system's place without it", () => {
    vi.stubEnv('AMCL_CACHE', '');
    expect(userCache()).toMatch(/amcl/);
    expect(userCache()).not.toBe(homedir());
  });
});
