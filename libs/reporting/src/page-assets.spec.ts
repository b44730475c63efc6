import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { pageAssets } from './page-assets';

describe('pageAssets', () => {
  const { script, style, scriptHash } = pageAssets();

  it('is small, with no comments', () => {
    expect(script.length + style.length).toBeLessThan(25_000);
    expect(script).not.toMatch(/\/\*\*|^\/\/|@param/m);
  });

  it('can stand in a page: nothing in it ends its element, nothing is loaded', () => {
    expect(script).not.toMatch(/<\/script|<!--|https?:|import\(|fetch\(|eval\(/);
    expect(style).not.toMatch(/<\/style|https?:|@import|url\(/);
  });

  it('is a program, whose hash is that of its text', () => {
    expect(() => new Script(script)).not.toThrow();
    expect(scriptHash).toBe(`sha256-${createHash('sha256').update(script).digest('base64')}`);
  });
});
