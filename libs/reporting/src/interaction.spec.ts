import { expect, it } from 'vitest';
import { interactionData, type Interaction } from './interaction';

it('keeps any text in its element', () => {
  const evil = '</script><script>alert(1)</script><!--<script>';
  const told: Interaction = { kind: 'cells', frame: [0, 0, 1, 1], rows: [evil], columns: ['b'], texts: [['1']] };
  const { text } = interactionData(told);
  const json = /^<script type="application\/json">([^<]*)<\/script>$/.exec(text)?.[1];
  expect(JSON.parse(json ?? 'null')).toEqual(told);
});
