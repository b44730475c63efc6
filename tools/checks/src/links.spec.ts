import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const docs = resolve(__dirname, '../../../docs');
const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));

it.each(pages)('every file that docs/%s points to exists', (page) => {
  const text = readFileSync(join(docs, page), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = '']) => target);
  const files = links.filter((target) => !target.startsWith('https:'));
  expect(files.filter((target) => !existsSync(join(docs, target)))).toEqual([]);
});
