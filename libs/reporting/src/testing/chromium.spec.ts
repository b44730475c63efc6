import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from './chromium';

describe('findChromium', () => {
  let folder: string;
  const put = (name: string, mode: number): string => {
    writeFileSync(join(folder, name), '', { mode });
    return join(folder, name);
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'programs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes what CHROMIUM_PATH names, and says when it is no program', () => {
    const own = put('own', 0o755);
    expect(findChromium({ CHROMIUM_PATH: own, PATH: '' })).toBe(own);
    expect(() => findChromium({ CHROMIUM_PATH: join(folder, 'none') })).toThrow(/CHROMIUM_PATH.*none/);
  });

  it('takes the first of its names on the PATH that can be run, else none', () => {
    expect(findChromium({ PATH: folder })).toBeNull();
    const chrome = put('google-chrome', 0o755);
    expect(findChromium({ PATH: ['/nowhere', folder].join(delimiter) })).toBe(chrome);
    const chromium = put('chromium', 0o755);
    expect(findChromium({ PATH: folder, CHROMIUM_PATH: '' })).toBe(chromium);
  });
});
