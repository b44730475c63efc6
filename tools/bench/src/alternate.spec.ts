import { describe, expect, it } from 'vitest';
import { alternate, median } from './alternate';

describe('alternate', () => {
  it('leaves out the warm-up and takes ratios within a round', async () => {
    const seconds = { ours: [9, 1, 2, 4], theirs: [1, 2, 4, 8] };
    const order: string[] = [];
    const contestant = (name: 'ours' | 'theirs') => () => {
      order.push(name);
      return { views: 8, seconds: seconds[name].shift() ?? NaN };
    };
    const [theirs, ours] = await alternate(
      { theirs: contestant('theirs'), ours: contestant('ours') },
      3,
      () => undefined,
    );
    expect(order.slice(0, 4)).toEqual(['theirs', 'ours', 'theirs', 'ours']);
    expect(theirs).toMatchObject({ median: 2, min: 1, max: 4, ratioToFirst: 1 });
    expect(ours).toMatchObject({ median: 4, ratioToFirst: 2 });
  });

  it.each([
    [[3], 3],
    [[4, 1], 2.5],
    [[9, 1, 5], 5],
  ])('takes the median of %j', (values, expected) => expect(median(values)).toBe(expected));
});
