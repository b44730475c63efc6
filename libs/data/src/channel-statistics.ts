/** Exact counts of the pixel values of each channel: mean and deviation depend on the images alone, not on how they came. */
export class ChannelStatistics {
  private readonly counts: readonly Float64Array[];

  constructor(private readonly channels: number) {
    this.counts = Array.from({ length: channels }, () => new Float64Array(256));
  }

  /** @param images uint8 with the channel last */
  add(images: Uint8Array): void {
    this.counts.forEach((counts, channel) => {
      for (let index = channel; index < images.length; index += this.channels) {
        const value = images[index] ?? 0;
        counts[value] = (counts[value] ?? 0) + 1;
      }
    });
  }

  /** Mean of each channel, pixels in 0..1. */
  mean(): number[] {
    return this.counts.map((counts) => average(counts, (value) => value) / 255);
  }

  /** Population standard deviation of each channel, pixels in 0..1. */
  std(): number[] {
    return this.counts.map((counts) => {
      const mean = average(counts, (value) => value);
      return Math.sqrt(average(counts, (value) => (value - mean) ** 2)) / 255;
    });
  }
}

function average(counts: Float64Array, of: (value: number) => number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, value) => sum + count * of(value), 0) / total;
}
