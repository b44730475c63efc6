import { randomStream } from '@amcl/random';
import { describe, expect, it } from 'vitest';
import { ChannelStatistics } from './channel-statistics';

describe('ChannelStatistics', () => {
  it('equals the definition', () => {
    const random = randomStream(3, 'pixels');
    const images = Uint8Array.from({ length: 3 * 500 }, (_, index) => random.integer(index % 3 === 0 ? 256 : 40));
    const statistics = new ChannelStatistics(3);
    statistics.add(images.subarray(0, 600));
    statistics.add(images.subarray(600));
    for (const channel of [0, 1, 2]) {
      const values = [...images].filter((_, index) => index % 3 === channel).map((value) => value / 255);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(statistics.mean()[channel]).toBeCloseTo(mean, 12);
      expect(statistics.std()[channel]).toBeCloseTo(Math.sqrt(variance), 12);
    }
  });

  it('is 0 and 1 of black and white, without deviation', () => {
    const statistics = new ChannelStatistics(2);
    statistics.add(Uint8Array.of(0, 255, 0, 255));
    expect([statistics.mean(), statistics.std()]).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  it('does not depend on the order of the images', () => {
    const [one, other] = [new ChannelStatistics(1), new ChannelStatistics(1)];
    const values = Uint8Array.from({ length: 997 }, (_, index) => (index * 37) % 256);
    one.add(values);
    other.add(values.toReversed());
    expect(one.std()).toEqual(other.std());
  });
});
