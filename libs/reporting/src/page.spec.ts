import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { figure, grid } from './figure';
import { html } from './html';
import { pngImage } from './image';
import { imageGrid } from './image-grid';
import { page } from './page';
import { settingsCard } from './settings-card';
import { table } from './table';

const sections = [
  { id: 'result', heading: 'Result & more', body: html`<p>one</p>` },
  {
    id: 'views',
    heading: 'Views',
    body: grid([figure('A', pngImage(Uint8Array.of(1, 2, 3), 'eight <views>'), 'below')]),
  },
];

describe('page', () => {
  it('is one document that loads nothing and runs one script, known by its hash', () => {
    const document = page({ title: 'A <b>', lead: 'lead', sections });
    expect(document).toMatch(/^<!doctype html>/);
    expect(document).not.toMatch(/https?:|@import|url\(|src="(?!data:)/);
    const scripts = [...document.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) => script!);
    const hashes = scripts.map((script) => createHash('sha256').update(script).digest('base64'));
    expect(hashes).toHaveLength(1);
    expect(document).toContain(`content="default-src 'none'; script-src 'sha256-${hashes[0]}'; style-src`);
    expect(document).toContain('<title>A &lt;b&gt;</title>');
  });

  it('names its language, one first heading, and a heading for each section that a link leads to', () => {
    const document = page({ title: 'T', lead: 'lead', sections });
    expect(document.match(/<h1/g)).toHaveLength(1);
    expect(document).toContain('<html lang="en">');
    expect(document).toContain('<a href="#result">Result &amp; more</a>');
    expect(document).toMatch(/<section id="result" aria-labelledby="result-heading">\s*<h2 id="result-heading">/);
  });

  it('begins with a link to its content', () => {
    expect(page({ title: 'T', lead: 'l', sections })).toMatch(
      /<body>\s*<a class="skip" href="#content">[^]*<main id="content"/,
    );
  });

  it('follows the light or dark setting of the reader', () => {
    expect(page({ title: 'T', lead: 'l', sections })).toContain('@media (prefers-color-scheme: dark)');
  });
});

describe('pngImage', () => {
  it('has the bytes in it and says what it shows', () => {
    expect(pngImage(Uint8Array.of(1, 2, 3), 'eight <views>').text).toBe(
      '<img src="data:image/png;base64,AQID" alt="eight &lt;views&gt;" />',
    );
  });
});

describe('table', () => {
  it('has row and column headings, and scrolls in a named region of its own', () => {
    const { text } = table({
      label: 'Accuracy',
      head: [{ content: 'metric' }, { content: 'trained', align: 'right' }],
      rows: [[{ content: 'kNN' }, { content: '80 %', align: 'right', strong: true, trend: 'up' }]],
      caption: 'test split',
    });
    expect(text).toContain('role="region" aria-label="Accuracy" tabindex="0"');
    expect(text).toContain('<th scope="col" class="right">trained</th>');
    expect(text).toContain('<th scope="row">kNN</th>');
    expect(text).toContain('<td class="right strong up">80 %</td>');
    expect(text).toMatch(/<caption>\s*test split\s*<\/caption>/);
  });
});

describe('the file of a table', () => {
  it('has the text of each cell, or its value', () => {
    const { text } = table({
      label: 'Accuracy',
      head: [{ content: 'metric' }, { content: html`<b>a</b> &amp; b` }, { content: 'c' }],
      rows: [[{ content: '=kNN' }, { content: '80.12\u00a0%', value: 80.1234 }, { content: '−0.20' }]],
    });
    const address =
      /download="accuracy\.csv" aria-label="CSV: Accuracy" href="data:text\/csv;charset=utf-8,([^"]*)"/.exec(
        text,
      )?.[1] ?? '';
    expect(decodeURIComponent(address.replaceAll('&amp;', '&').replaceAll('&#39;', "'"))).toBe(
      "metric,a & b,c\r\n'=kNN,80.1234,-0.20\r\n",
    );
  });
});

describe('imageGrid', () => {
  it('says of each picture what it is, and right or wrong by a sign and in words', () => {
    const image = { type: 'image/webp', data: Uint8Array.of(1, 2, 3) } as const;
    const { text } = imageGrid({
      label: 'Neighbours',
      first: 'test image',
      others: 'neighbour',
      rows: [
        {
          query: { image, alt: 'image 1: cat', caption: 'cat' },
          images: [
            { image, alt: 'image 2: cat', caption: 'cat', note: '0.91', right: true },
            { image, alt: 'image 3: dog', caption: 'dog', right: false },
          ],
        },
      ],
    });
    expect(text.match(/<img src="data:image\/webp;base64,AQID" alt="image \d: \w+" \/>/g)).toHaveLength(3);
    expect(text).toMatch(/✓<\/span[^]*>same class<[^]*✗<\/span[^]*>another class</);
    expect(text).toContain('test%20image,caption%20of%20test%20image,neighbour,image,caption,note,verdict%0D%0A');
    expect(text).toContain('image%201:%20cat,cat,1,image%202:%20cat,cat,0.91,same%20class%0D%0A');
  });
});

describe('settingsCard', () => {
  it('escapes names and values', () => {
    expect(settingsCard('S', [['a<', 'b&']]).text).toMatch(/a&lt;[^]*b&amp;/);
  });
});
