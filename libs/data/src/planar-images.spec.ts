import { describe, expect, it } from 'vitest';
import { planarImages, recordBytes, type PlanarLayout } from './planar-images';

const SHAPE = [2, 3, 2] as const;
const pixel = (index: number, row: number, column: number, channel: number): number =>
  index * 100 + row * 30 + column * 5 + channel;

/** Two records, written out from their description. */
function records({ header, order }: PlanarLayout): Uint8Array {
  const bytes: number[] = [];
  for (const index of [0, 1]) {
    for (let byte = 0; byte < header; byte++) bytes.push(250 + byte);
    for (const channel of [0, 1]) {
      if (order === 'rows')
        for (const row of [0, 1]) for (const column of [0, 1, 2]) bytes.push(pixel(index, row, column, channel));
      else for (const column of [0, 1, 2]) for (const row of [0, 1]) bytes.push(pixel(index, row, column, channel));
    }
  }
  return Uint8Array.from(bytes);
}

describe('planarImages', () => {
  it.each<PlanarLayout>([
    { shape: SHAPE, header: 0, order: 'rows' },
    { shape: SHAPE, header: 2, order: 'rows' },
    { shape: SHAPE, header: 0, order: 'columns' },
    { shape: SHAPE, header: 1, order: 'columns' },
  ])('has the channel last, of %j', (layout) => {
    const expected = [0, 1].flatMap((index) =>
      [0, 1].flatMap((row) =>
        [0, 1, 2].flatMap((column) => [0, 1].map((channel) => pixel(index, row, column, channel))),
      ),
    );
    expect(records(layout)).toHaveLength(2 * recordBytes(layout));
    expect([...planarImages(records(layout), layout)]).toEqual(expected);
  });
});
