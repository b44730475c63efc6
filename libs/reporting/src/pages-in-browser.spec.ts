import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeInBrowser, openPage, type OpenedPage } from './testing';
import { galleryPage } from './testing/gallery';

/** What the test needs of a canvas: this program has no types of the browser's. */
interface Canvas {
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { readonly data: Iterable<number> };
  };
}

describeInBrowser('a page with every kind of figure', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gallery-'));
    path = join(folder, 'gallery.html');
    writeFileSync(path, await galleryPage());
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const looks = [375, 1440].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
  );
  it.each(looks)(
    'at $width px, $colorScheme: no error, no request, nothing wider than the window, nobody shut out',
    async (look) => {
      const opened = await openPage(path, look);
      expect(opened.consoleErrors).toEqual([]);
      expect(opened.requests).toEqual([]);
      expect(await opened.scrollsSideways()).toBe(false);
      await opened.page.evaluate(`document.querySelectorAll('details').forEach((details) => { details.open = true; })`);
      expect(await opened.axeViolations()).toEqual([]);
      expect(await opened.scrollsSideways()).toBe(false);
      await opened.close();
    },
  );

  describe('by keys and pointer', () => {
    let opened: OpenedPage;
    beforeAll(async () => {
      opened = await openPage(path, { width: 1440, colorScheme: 'light' });
    });
    afterAll(() => opened.close());

    const figureOf = (heading: string): Locator =>
      opened.page.locator('figure').filter({ has: opened.page.getByRole('heading', { name: heading, exact: true }) });
    /** Lines of the tooltip that is shown. */
    const tooltip = (figure: Locator): Promise<string[]> =>
      figure.locator('.tooltip:not(:empty)').locator('strong, p').allInnerTexts();
    const said = async (figure: Locator): Promise<string[]> =>
      (await tooltip(figure)).map((line) => line.replace(/\s+/g, ' '));

    it('hides a series by the key of its legend entry, in picture and tooltip, and shows it again', async () => {
      const figure = figureOf('Eight curves');
      const entry = figure.getByRole('button', { name: 'MoCo', exact: true });
      const mark = figure.locator('svg [data-series="2"]');
      await entry.focus();
      await opened.page.keyboard.press('Space');
      expect(await entry.getAttribute('aria-pressed')).toBe('false');
      expect(await mark.isVisible()).toBe(false);
      expect(await figure.locator('svg [data-series="3"]').isVisible()).toBe(true);
      await figure.locator('.surface').hover();
      expect(await said(figure)).toHaveLength(1 + 7);
      await entry.focus();
      await opened.page.keyboard.press('Enter');
      expect(await entry.getAttribute('aria-pressed')).toBe('true');
      expect(await mark.isVisible()).toBe(true);
    });

    it('toggles one series in all histograms of a grid', async () => {
      const figure = figureOf('By the number of augmentations');
      await figure.getByRole('button', { name: 'positive pairs' }).click();
      const marks = await figure.locator('svg [data-series="0"]').all();
      const visible = await Promise.all(marks.map((mark) => mark.isVisible()));
      expect(visible.length).toBe(2 * 10);
      expect(visible).not.toContain(true);
      await figure.getByRole('button', { name: 'positive pairs' }).click();
    });

    it('says the values under the pointer, where the curve is', async () => {
      const figure = figureOf('A curve of a few points');
      const marker = figure.locator('svg [data-series="0"] path').nth(3);
      await marker.scrollIntoViewIfNeeded();
      const box = (await marker.boundingBox())!;
      await opened.page.mouse.move(box.x + box.width / 2 + 3, box.y + 40);
      const exact = 55 - 25 * Math.exp(-4 / 4);
      expect(await said(figure)).toEqual(['epoch 4', `kNN ${exact.toPrecision(5)}`]);
      const dot = (await figure.locator('svg circle').boundingBox())!;
      expect(dot.x + dot.width / 2).toBeCloseTo(box.x + box.width / 2, 0);
      expect(dot.y + dot.height / 2).toBeCloseTo(box.y + box.height / 2, 0);
      await opened.page.mouse.move(0, 0);
      expect(await said(figure)).toEqual([]);
    });

    it('moves from value to value by arrow keys, and Escape takes the tooltip away', async () => {
      const figure = figureOf('Similarity of pairs');
      await figure.locator('.surface').focus();
      await opened.page.keyboard.press('End');
      await opened.page.keyboard.press('ArrowLeft');
      const [title, positive, negative] = await said(figure);
      expect(title).toBe('0.9 to 0.95');
      const row = await figure.locator('tbody tr').nth(38).locator('th, td').allTextContents();
      const shares = row.slice(2).map((share) => `${(100 * Number(share)).toFixed(2)} %`);
      expect([positive, negative]).toEqual([`positive pairs ${shares[0]}`, `negative pairs ${shares[1]}`]);
      await opened.page.keyboard.press('Escape');
      expect(await said(figure)).toEqual([]);
    });

    it('names the interval of a curve, the bars of a category, and a cell', async () => {
      const interval = figureOf('Two curves with intervals');
      await interval.locator('.surface').focus();
      await opened.page.keyboard.press('Home');
      expect((await said(interval))[1]).toMatch(/^base [\d.]+ \[[\d.]+, [\d.]+\]$/);
      const bars = figureOf('Accuracy of each class');
      await bars.locator('.surface').focus();
      await opened.page.keyboard.press('Home');
      expect(await said(bars)).toEqual(['airplane', 'untrained 20.0 %', 'trained 40.0 % [37.0 %, 43.0 %]']);
      const cell = figureOf('Confusion matrix');
      await cell.locator('.surface').focus();
      await opened.page.keyboard.press('Home');
      await opened.page.keyboard.press('ArrowRight');
      expect((await said(cell)).slice(1)).toEqual(['true: airplane', 'predicted: automobile']);
    });

    it('shows the image of a point of the map out of the sprite', async () => {
      const figure = figureOf('Embedding map');
      await figure.locator('.surface').focus();
      await opened.page.keyboard.press('ArrowRight');
      const [name = '', label = ''] = await said(figure);
      const index = Number(/^test image (\d+)$/.exec(name)?.[1]);
      const classes = await figure.getByRole('button').allInnerTexts();
      expect(label).toBe(classes[index % 10]?.trim());
      const pixel = await figure.locator('canvas').evaluate((element) => {
        const canvas = element as unknown as Canvas;
        return [...canvas.getContext('2d').getImageData(8, 8, 1, 1).data];
      });
      expect(pixel).toEqual([(index * 53) % 256, (index * 91) % 256, (index * 29) % 256, 255]);
    });

    it('saves a table as it is shown', async () => {
      const download = opened.page.waitForEvent('download');
      await opened.page.getByRole('link', { name: 'CSV: Accuracy of three experiments' }).click();
      const saved = await download;
      expect(saved.suggestedFilename()).toBe('accuracy-of-three-experiments.csv');
      const chunks: Buffer[] = [];
      for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).toString()).toBe(
        'experiment,kNN top-1,difference\r\n' +
          "'=SUM(A1),80.0004,\r\n" +
          '"with ""quotes"", and a comma",82.5,+2.50\r\n' +
          'mine & #3,79,-1.00\r\n',
      );
    });

    it('keeps the tooltip in a narrow window', async () => {
      const narrow = await openPage(path, { width: 375, colorScheme: 'dark' });
      for (const surface of await narrow.page.locator('.surface').all()) {
        for (const key of ['Home', 'End']) {
          await surface.focus();
          await narrow.page.keyboard.press(key);
          const box = await narrow.page.locator('.tooltip:not(:empty)').boundingBox();
          expect(box!.x).toBeGreaterThanOrEqual(0);
          expect(box!.x + box!.width).toBeLessThanOrEqual(375);
        }
      }
      expect(await narrow.scrollsSideways()).toBe(false);
      await narrow.close();
    });
  });

  it('shows all series, legends and data without script', async () => {
    const opened = await openPage(path, { width: 1440, colorScheme: 'light', script: false });
    const count = (selector: string): Promise<number> => opened.page.locator(selector).count();
    expect(await count('.legend li')).toBe(2 + 8 + 2 + 2 + 2 + 10);
    expect(await count('button')).toBe(0);
    expect(await count('[data-series][hidden]')).toBe(0);
    expect(await count('.chart details table')).toBe(await count('.chart .data'));
    await opened.close();
  });
});
