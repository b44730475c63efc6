import { afterAll, describe } from 'vitest';
import { closeBrowser } from './browser';
import { findChromium } from './chromium';

const MISSING =
  'no Chromium on the PATH or in CHROMIUM_PATH: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH';

/**
 * Tests that need a real browser, and its end after them. Where there is none they are skipped, with a line that says so; under
 * `CI=true` they run, and fail.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  const skip = findChromium() === null && process.env.CI !== 'true';
  if (skip) console.warn(`${name}: skipped, ${MISSING}`);
  describe.skipIf(skip)(name, () => {
    afterAll(closeBrowser);
    tests();
  });
}
