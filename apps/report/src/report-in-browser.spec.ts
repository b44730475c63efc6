import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInBrowser, openPage } from '@amcl/reporting/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildReport } from './build-report';
import { plausibleData } from './testing/plausible-data';

describeInBrowser('the report of three seeds', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    path = join(folder, 'report.html');
    const data = await plausibleData();
    const [run] = data.runs;
    const runs = [1, 2, 3].map((seed) => ({ ...run!, seed, name: `seed-${seed}` }));
    writeFileSync(path, await buildReport({ ...data, sheets: [], runs }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const looks = [375, 1440].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
  );
  it.each(looks)('at $width px, $colorScheme: no error, no request, no violation', async (look) => {
    const opened = await openPage(path, look);
    await opened.page.evaluate(`document.querySelectorAll('details').forEach((details) => { details.open = true; })`);
    expect(await opened.axeViolations()).toEqual([]);
    expect([opened.consoleErrors, opened.requests, await opened.scrollsSideways()]).toEqual([[], [], false]);
    await opened.close();
  });
});
