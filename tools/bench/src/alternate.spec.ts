import { describe, expect, it } from 'vitest';
import { alternate, median } from './alternate';
import { TimeLimitError } from './peer';

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

  it('leaves out who takes too long, and goes on without', async () => {
    let calls = 0;
    const slow = () => {
      if (++calls === 2) throw new TimeLimitError(7);
      return { views: 8, seconds: 1 };
    };
    const [quick, late] = await alternate({ quick: () => ({ views: 8, seconds: 2 }), late: slow }, 2, () => undefined);
    expect(calls).toBe(2);
    expect(quick).toMatchObject({ rounds: [4, 4], limit: null });
    expect(late).toMatchObject({ rounds: [], median: NaN, limit: 7 });
  });

  it.each([
    [[3], 3],
    [[4, 1], 2.5],
    [[9, 1, 5], 5],
  ])('takes the median of %j', (values, expected) => expect(median(values)).toBe(expected));
});
