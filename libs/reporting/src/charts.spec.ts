import { describe, expect, it } from 'vitest';
import { barChart } from './bar-chart';
import { heatMap } from './heat-map';
import { histogramChart } from './histogram-chart';
import { histogramGrid } from './histogram-grid';
import type { Html } from './html';
import type { Interaction } from './interaction';
import { lineChart, type Curve } from './line-chart';
import { scatterMap } from './scatter-map';

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

const bars = {
  label: 'Speed',
  x: 'views per second',
  y: 'stage',
  categories: ['augment', 'pretrain', 'augment'],
  series: [{ name: 'speed', values: [2400, 812.5, null] }],
};
const map = {
  label: 'Map',
  classes: ['cat', 'dog'],
  points: [
    { x: 0, y: 0, class: 0, tile: 3, name: 'image 7' },
    { x: 10, y: 5, class: 1 },
    { x: NaN, y: 5, class: 1 },
  ],
};
const small = {
  label: 'Grid',
  x: 'similarity',
  edges: [-1, 0, 1],
  series: ['positive', 'negative'],
  columns: ['crop', 'crop and blur'],
  rows: ['base', 'AMCL'].map((name) => ({
    name,
    histograms: [
      { shares: [histogram.series[0].shares, histogram.series[1].shares], note: 'overlap 0.300' },
      { shares: [histogram.series[1].shares, histogram.series[0].shares] },
    ],
  })),
};

const PICTURE = /<svg viewBox="0 0 \d+ \d+" role="img" aria-label="[^"]+">[^]*?<\/svg>/g;
const pictures = ({ text }: Html): string[] => text.match(PICTURE) ?? [];
const texts = (html: Html): string[] =>
  pictures(html).flatMap((picture) => [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!));
const colours = ({ text }: Html): Set<string> =>
  new Set([...text.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour!));
const entries = ({ text }: Html): string[] =>
  [...text.matchAll(/<li data-entry="\d+"><span>[^]*?<\/svg\s*>([^<]*)<\/span>/g)].map(([, name]) => name!.trim());
const marks = (html: Html): Set<string> =>
  new Set(
    pictures(html).flatMap((picture) => [...picture.matchAll(/data-series="(\d+)"/g)].map(([, index]) => index!)),
  );
const told = ({ text }: Html): Interaction =>
  JSON.parse(/<script type="application\/json">([^<]*)</.exec(text)?.[1] ?? 'null') as Interaction;
/** The lines of the file behind the CSV link. */
const file = ({ text }: Html): string[] =>
  decodeURIComponent(/href="data:text\/csv;charset=utf-8,([^"]*)"/.exec(text)?.[1] ?? '')
    .trimEnd()
    .split('\r\n');

describe.each([
  ['lineChart', () => lineChart(lines), 1],
  ['histogramChart', () => histogramChart(histogram), 1],
  ['histogramGrid', () => histogramGrid(small), 4],
  ['heatMap', () => heatMap(matrix), 1],
  ['barChart', () => barChart(bars), 1],
  ['scatterMap', () => Promise.resolve(scatterMap(map)), 1],
])('%s', (_, draw, count) => {
  it('takes every colour from the page, so that it follows light and dark', async () => {
    for (const colour of colours(await draw()))
      expect(colour).toMatch(/^(none|transparent|currentColor|var\(--[\w-]+\))$/);
  });

  it('is a labelled picture without link, font or class, with its data as a table and a file', async () => {
    const drawn = await draw();
    expect(pictures(drawn)).toHaveLength(count);
    for (const picture of pictures(drawn)) expect(picture).not.toMatch(/<script|href|url\(|class=|@font-face|NaN/);
    expect(drawn.text).toMatch(/<summary>\s*Data/);
    expect(file(drawn).length).toBeGreaterThan(1);
  });

  it('is the same text each time', async () => {
    expect((await draw()).text).toBe((await draw()).text);
  });
});

describe('lineChart', () => {
  const curves = Array.from({ length: 8 }, (_, index): Curve => ({
    name: `seed ${index}`,
    points: [
      [0, 6 + index],
      [1, 5 + index],
    ],
  }));

  it('has its axes named, escapes its label, and has a legend for two curves or more', async () => {
    const one = await lineChart(lines);
    expect(texts(one)).toEqual(expect.arrayContaining(['epoch', 'loss']));
    expect(one.text).toContain('aria-label="Loss &quot;by&quot; epoch"');
    expect(entries(one)).toEqual([]);
    expect(entries(await lineChart({ ...lines, series: curves }))).toEqual(curves.map(({ name }) => name));
  });

  it('draws each of eight curves in a colour and a dash pattern of its own, named for its legend entry', async () => {
    const drawn = await lineChart({ ...lines, series: curves });
    expect([...marks(drawn)]).toEqual(curves.map((_, index) => String(index)));
    const [picture = ''] = pictures(drawn);
    const styles = [...picture.matchAll(/stroke="(var[^"]*)"[^>]*?(?:stroke-dasharray="([^"]*)")?\/>/g)];
    expect(new Set(styles.map(([, colour]) => colour)).size).toBe(8);
    expect(new Set(styles.map(([, , dash]) => dash)).size).toBe(8);
  });

  it('takes the colour that a curve asks for', async () => {
    const series = curves.slice(0, 2).map((curve) => ({ ...curve, colour: 4 }));
    const drawn = [...colours(await lineChart({ ...lines, series }))].filter((colour) => colour.startsWith('var'));
    expect(drawn).toEqual(['var(--series-5)']);
  });

  it('draws an interval, tells it to the script, and has its ends in the file', async () => {
    const band = [
      [0, 5, 7],
      [1, 4, 6],
    ] as const;
    const drawn = await lineChart({ ...lines, series: [{ ...lines.series[0], band }] });
    expect(pictures(drawn)[0]).toMatch(/data-series="0"><path d="[^"]*Z" fill="var\(--series-1\)" fill-opacity="0.18"/);
    expect(told(drawn)).toMatchObject({ series: [{ x: [0, 1, 2], low: [5, 4, null], high: [7, 6, null] }] });
    expect(file(drawn)).toEqual(['epoch,loss,"loss, low","loss, high"', '0,6,5,7', '1,5,4,6', '2,4.5,,']);
  });

  it('tells the script where values lie', async () => {
    const { frame, domains } = told(await lineChart(lines)) as Extract<Interaction, { kind: 'lines' }>;
    expect(domains).toEqual([
      [0, 2],
      [4.4, 6],
    ]);
    const [left, top, width, height] = frame;
    expect(left + width).toBeLessThanOrEqual(360);
    expect(top + height).toBeLessThanOrEqual(200);
    const ends = /<g data-series="0"><path d="M([\d.]+),([\d.]+)L[^"]*L([\d.]+),([\d.]+)"/.exec(
      pictures(await lineChart(lines))[0] ?? '',
    );
    const [x0, y0, x2, y2] = (ends ?? []).slice(1).map(Number);
    expect([x0, y0, x2]).toEqual([0, 0, width]);
    expect(y2).toBeCloseTo((height * (6 - 4.5)) / (6 - 4.4), 1);
  });

  it('leaves out what is not finite', async () => {
    const points = [
      [0, NaN],
      [1, 5],
      [2, Infinity],
      [3, 4],
    ] as const;
    const drawn = await lineChart({ ...lines, series: [{ name: 'loss', points }] });
    expect(drawn.text).not.toMatch(/NaN|Infinity|undefined/);
    expect(file(drawn)).toEqual(['epoch,loss', '1,5', '3,4']);
  });

  it('thins out the rows of a long curve in the page, not in the file', async () => {
    const points = Array.from({ length: 300 }, (_, x) => [x, 2 * x] as const);
    const drawn = await lineChart({ ...lines, series: [{ name: 'loss', points }] });
    expect(drawn.text.match(/<tr>/g)).toHaveLength(51);
    expect(drawn.text).toContain('One row of 6');
    expect(file(drawn)).toHaveLength(301);
  });
});

describe('histogramChart', () => {
  it('draws both series with their names, and tells each bin', async () => {
    const drawn = await histogramChart(histogram);
    expect(texts(drawn)).toEqual(expect.arrayContaining(['0%', 'cosine similarity']));
    expect(entries(drawn)).toEqual(['positive', 'negative']);
    const { bands, frame } = told(drawn) as Extract<Interaction, { kind: 'bands' }>;
    expect(bands.map(([, , ...said]) => said)).toEqual([
      ['−1 to 0', ['10.00 %', '80.00 %']],
      ['0 to 1', ['90.00 %', '20.00 %']],
    ]);
    expect(bands.map(([from, to]) => [from, to])).toEqual([
      [0, frame[2] / 2],
      [frame[2] / 2, frame[2]],
    ]);
  });
});

describe('histogramGrid', () => {
  it('has one legend, one scale, and the mean and the note of each histogram as text', async () => {
    const drawn = await histogramGrid(small);
    expect(entries(drawn)).toEqual(['positive', 'negative']);
    const scales = pictures(drawn).map((picture) => [...picture.matchAll(/>(\d+%)</g)].map(([, text]) => text));
    expect(new Set(scales.map((labels) => labels.join(' '))).size).toBe(1);
    expect(drawn.text).toMatch(/<th scope="row">base<\/th>\s*<td class="right">crop<\/td>/);
    expect(drawn.text).toContain('<td class="right">0.4</td><td class="right">−0.3</td>');
    expect(file(drawn)).toHaveLength(1 + 2 * 2 * 2);
    expect(file(drawn)[1]).toBe('base,crop,-1,0,0.1,0.8');
  });
});

describe('barChart', () => {
  it('names categories, even equal ones, and writes the values of a single series beside the bars', async () => {
    const drawn = await barChart({ ...bars, format: (value) => `${value} v/s` });
    expect(texts(drawn).filter((text) => text === 'augment')).toHaveLength(2);
    expect(texts(drawn)).toEqual(expect.arrayContaining(['2400 v/s', '812.5 v/s', 'views per second']));
    expect(file(drawn)).toEqual(['stage,speed', 'augment,2400', 'pretrain,812.5', 'augment,']);
  });

  it('has intervals in picture, tooltip and file', async () => {
    const intervals = [[2300, 2500], null, null] as const;
    const two = [
      { ...bars.series[0]!, intervals },
      { name: 'before', values: [1, 2, 3] },
    ];
    const drawn = await barChart({ ...bars, series: two });
    expect(entries(drawn)).toEqual(['speed', 'before']);
    expect(pictures(drawn)[0]).toMatch(/data-series="0"><line/);
    const { bands } = told(drawn) as Extract<Interaction, { kind: 'bands' }>;
    expect(bands.map(([, , name, said]) => [name, ...said])).toEqual([
      ['augment', '2400 [2300, 2500]', '1'],
      ['pretrain', '812.5', '2'],
      ['augment', null, '3'],
    ]);
    expect(file(drawn)[1]).toBe('augment,2400,2300,2500,1');
  });
});

describe('scatterMap', () => {
  it('draws a dot for each finite point, with one scale for x and y, y upwards', () => {
    const [picture = ''] = pictures(scatterMap(map));
    expect(picture).toContain('data-series="0" d="M10 265h0"');
    expect(picture).toContain('data-series="1" d="M350 95h0"');
  });

  it('tells classes, names and tiles, and sums up where classes lie', () => {
    const drawn = scatterMap(map);
    expect(told(drawn)).toMatchObject({
      points: [
        [10, 265, 0, 3, 'image 7'],
        [350, 95, 1, null, ''],
      ],
      sprite: null,
    });
    expect(file(drawn)).toEqual(['point,class,x,y', 'image 7,cat,0,0', ',dog,10,5']);
    expect(drawn.text).toMatch(/<th scope="row">dog<\/th>\s*<td class="right">1<\/td><td class="right">10<\/td>/);
  });
});

describe('heatMap', () => {
  it('has every count and class, and neither where they would not fit', async () => {
    expect(texts(await heatMap(matrix))).toEqual(expect.arrayContaining(['7', '3', '11', '89', 'cat', 'dog']));
    const names = Array.from({ length: 21 }, (_, index) => `class ${index}`);
    const many = await heatMap({ ...matrix, names, counts: names.map(() => names.map(() => 5)) });
    expect(texts(many)).toEqual(['predicted', 'true']);
  });

  it('tells each cell with its share of the row', async () => {
    const drawn = await heatMap(matrix);
    expect(told(drawn)).toMatchObject({
      rows: ['true: cat', 'true: dog'],
      columns: ['predicted: cat', 'predicted: dog'],
      texts: [
        ['7, 70.0 % of the row', '3, 30.0 % of the row'],
        ['11, 11.0 % of the row', '89, 89.0 % of the row'],
      ],
    });
    expect(file(drawn)).toEqual(['true / predicted,cat,dog', 'cat,7,3', 'dog,11,89']);
  });
});
