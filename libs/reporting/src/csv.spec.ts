import { describe, expect, it } from 'vitest';
import { csvLink, csvText } from './csv';

describe('csvText', () => {
  it('quotes what would be taken for more than one cell', () => {
    expect(csvText([['a,b', 'say "x"', 'two\nlines', 'plain; text']])).toBe(
      '"a,b","say ""x""","two\nlines",plain; text\r\n',
    );
  });

  it.each([
    ['=SUM(A1)', "'=SUM(A1)"],
    ['@x', "'@x"],
    ['-2+3', "'-2+3"],
    ['+A1', "'+A1"],
    ['=1,2', `"'=1,2"`],
    ['\t=1', "'\t=1"],
    ['-0.5', '-0.5'],
    ['+24.00', '+24.00'],
    ['-1e-5', '-1e-5'],
    ['a=b', 'a=b'],
  ])('lets no spreadsheet compute %j', (cell, field) => expect(csvText([[cell]])).toBe(`${field}\r\n`));

  it('writes numbers as a float32 has them, and nothing for what is none', () => {
    expect(csvText([[1 / 3, -0.25, 12_345_678, 0, null, NaN]])).toBe('0.3333333,-0.25,12345680,0,,\r\n');
  });
});

describe('csvLink', () => {
  it('has the file in its address, named after what it holds', () => {
    const { text } = csvLink('Loss "by" epoch & more', [
      ['100 %', '#1 & <b>'],
      ["it's", 'ü \ud800'],
    ]);
    expect(text).toContain('download="loss-by-epoch-more.csv"');
    const address = /href="([^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#39;', "'") ?? '';
    expect(address).not.toMatch(/[\s<>#]/);
    const [head, content] = address.split(/,(.*)/s);
    expect(head).toBe('data:text/csv;charset=utf-8');
    expect(decodeURIComponent(content ?? '')).toBe("100 %,#1 & <b>\r\nit's,ü \ufffd\r\n");
  });
});
