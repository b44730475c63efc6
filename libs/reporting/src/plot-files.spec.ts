import { expect, it } from 'vitest';
import sharp from 'sharp';
import { figure } from './figure';
import { html } from './html';
import { lineChart } from './line-chart';
import { page } from './page';
import { plotFiles } from './plot-files';

it('makes a file of each chart, with its legend, and with every colour that it uses', async () => {
  const series = ['positives', 'negatives'].map((name, index) => ({
    name,
    points: [
      [0, index],
      [1, 3],
    ] as const,
  }));
  const chart = (some: typeof series) => lineChart({ label: 'by <epoch>', x: 'epoch', y: 'similarity', series: some });
  const body = html`${figure('No chart', html`<p>text</p>`)}
  ${figure('Similarity (mean)', await chart(series))}${figure('Loss', await chart(series.slice(0, 1)))}
  ${figure('Two', html`${await chart(series)}${await chart(series)}`)}`;
  const files = plotFiles(page({ title: 'Plots', lead: '', sections: [{ id: 'all', heading: 'All', body }] }));
  expect(files.map(({ name }) => name)).toEqual(['similarity-mean', 'loss', 'two-1', 'two-2']);
  const [both, one] = files.map(({ svg }) => svg) as [string, string];
  expect(both).toContain('>negatives</text>');
  expect(one).not.toContain('>positives</text>');
  for (const [, name] of both.matchAll(/var\((--[a-z0-9-]+)\)/g)) expect(both).toContain(`${name}:`);
  const { width, height, format } = await sharp(Buffer.from(both)).metadata(); // well-formed, or it throws
  expect([format, width, height]).toEqual(['svg', 360, 236]);
});
