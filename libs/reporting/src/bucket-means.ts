/** A point of a curve: x and y. */
export type Point = readonly [x: number, y: number];

/**
 * A curve of at most `buckets` points: means of equally many neighbours, the last bucket may have fewer. Shorter curves stay as they are.
 * @param buckets 1 or more
 */
export function bucketMeans(points: readonly Point[], buckets: number): Point[] {
  const size = Math.ceil(points.length / buckets);
  if (size <= 1) return [...points];
  return Array.from({ length: Math.ceil(points.length / size) }, (_, bucket) => {
    const members = points.slice(bucket * size, (bucket + 1) * size);
    const mean = (axis: 0 | 1): number => members.reduce((sum, point) => sum + point[axis], 0) / members.length;
    return [mean(0), mean(1)];
  });
}
