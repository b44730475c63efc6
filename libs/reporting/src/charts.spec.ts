import { describe, expect, it } from 'vitest';
import { heatMap } from './heat-map';
import { histogramChart } from './histogram-chart';
import type { Html } from './html';
import { lineChart } from './line-chart';

const lines = {
  label: 'Loss "by" epoch',
  x: 'epoch',
  y: 'loss',
  series: [
    {
      name: 'loss',
      points: [
        [0, 6],
        [1, 5],
        [2, 4.5],
      ],
    },
  ],
} as const;
const histogram = {
  label: 'Similarity',
  x: 'cosine similarity',
  y: 'share of pairs',
  edges: [-1, 0, 1],
  series: [
    { name: 'positive', shares: [0.1, 0.9] },
    { name: 'negative', shares: [0.8, 0.2] },
  ],
} as const;
const matrix = {
  label: 'Confusion',
  x: 'predicted',
  y: 'true',
  names: ['cat', 'dog'],
  counts: [
    [7, 3],
    [11, 89],
  ],
} as const;

const texts = ({ text }: Html): string[] =>
  [...text.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, content]) => content!);
const colours = ({ text }: Html): Set<string> =>
  new Set([...text.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour!));

describe.each([
  ['lineChart', () => lineChart(lines)],
  ['histogramChart', () => histogramChart(histogram)],
  ['heatMap', () => heatMap(matrix)],
])('%s', (_, draw) => {
  it('takes every colour from the page, so that it follows light and dark', async () => {
    for (const colour of colours(await draw()))
      expect(colour).toMatch(/^(none|transparent|currentColor|var\(--[\w-]+\))$/);
  });

  it('is a labelled picture without script, link, font or class', async () => {
    const { text } = await draw();
    expect(text).toMatch(/^<svg viewBox="0 0 \d+ \d+" role="img" aria-label="[^"]+">[^]*<\/svg>$/);
    expect(text.match(/<\/?svg/g)).toEqual(['<svg', '</svg']);
    expect(text).not.toMatch(/<script|href|url\(|class=|@font-face/);
  });

  it('is the same text each time', async () => {
    expect((await draw()).text).toBe((await draw()).text);
  });
});

describe('lineChart', () => {
  it('has its axes named, escapes its label, and has a legend for two curves only', async () => {
    const one = await lineChart(lines);
    expect(texts(one)).toEqual(expect.arrayContaining(['epoch', 'loss']));
    expect(one.text).toContain('aria-label="Loss &quot;by&quot; epoch"');
    const two = await lineChart({ ...lines, series: [...lines.series, { name: 'other', points: [[0, 1]] }] });
    expect(texts(one)).not.toContain('other');
    expect(texts(two)).toContain('other');
  });

  it('has whole names in its legend', async () => {
    const names = ['hardest negatives', 'largest of the others'];
    const series = names.map((name) => ({ ...lines.series[0], name }));
    expect(texts(await lineChart({ ...lines, series }))).toEqual(expect.arrayContaining(names));
  });

  it('leaves out what is not finite', async () => {
    const { text } = await lineChart({
      ...lines,
      series: [
        {
          name: 'loss',
          points: [
            [0, NaN],
            [1, 5],
            [2, Infinity],
            [3, 4],
          ],
        },
      ],
    });
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('histogramChart', () => {
  it('draws both series with their names', async () => {
    expect(texts(await histogramChart(histogram))).toEqual(
      expect.arrayContaining(['positive', 'negative', '0%', 'cosine similarity']),
    );
  });
});

describe('heatMap', () => {
  it('has every count and class, and neither where they would not fit', async () => {
    expect(texts(await heatMap(matrix))).toEqual(expect.arrayContaining(['7', '3', '11', '89', 'cat', 'dog']));
    const names = Array.from({ length: 21 }, (_, index) => `class ${index}`);
    const many = await heatMap({ ...matrix, names, counts: names.map(() => names.map(() => 5)) });
    expect(texts(many)).toEqual(['predicted', 'true']);
  });
});
