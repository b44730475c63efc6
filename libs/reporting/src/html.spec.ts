import { describe, expect, it } from 'vitest';
import { html } from './html';

describe('html', () => {
  it('escapes what is put in, in text and attributes', () => {
    const evil = `<script>"a" & 'b'`;
    expect(html`<p title="${evil}">${evil}</p>`.text).toBe(
      '<p title="&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;">&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;</p>',
    );
  });

  it('takes HTML as it is, joins arrays and leaves null out', () => {
    expect(html`${[html`<b>${1}</b>`, 'x<', null]}|${null}`.text).toBe('<b>1</b>x&lt;|');
  });
});
