import { afterAll, describe } from 'vitest';
import { closeBrowser } from './browser';
import { findChromium, NO_CHROMIUM } from './chromium';

/**
 * Tests that need a real browser, and its end after them. Where there is none they are skipped, with a line that says so; under
 * `CI=true` they run, and fail.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  const skip = findChromium() === null && process.env.CI !== 'true';
  if (skip) console.warn(`${name}: skipped, ${NO_CHROMIUM}`);
  describe.skipIf(skip)(name, () => {
    afterAll(closeBrowser);
    tests();
  });
}
