import { describe, expect, it } from 'vitest';
import { figure, grid } from './figure';
import { html } from './html';
import { pngImage } from './image';
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
  it('is one document that loads nothing and runs nothing', () => {
    const document = page({ title: 'A <b>', lead: 'lead', sections });
    expect(document).toMatch(/^<!doctype html>/);
    expect(document).toContain("default-src 'none'");
    expect(document).not.toMatch(/<script|https?:|@import|url\(|src="(?!data:)/);
    expect(document).toContain('<title>A &lt;b&gt;</title>');
  });

  it('names its language, one first heading, and a heading for each section that a link leads to', () => {
    const document = page({ title: 'T', lead: 'lead', sections });
    expect(document.match(/<h1/g)).toHaveLength(1);
    expect(document).toContain('<html lang="en">');
    expect(document).toContain('<a href="#result">Result &amp; more</a>');
    expect(document).toMatch(/<section id="result" aria-labelledby="result-heading">\s*<h2 id="result-heading">/);
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

describe('settingsCard', () => {
  it('escapes names and values', () => {
    expect(settingsCard('S', [['a<', 'b&']]).text).toMatch(/a&lt;[^]*b&amp;/);
  });
});
