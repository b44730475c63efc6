import { describe, expect, it } from 'vitest';
import { classificationReport } from './classification-report';

/** Six classes; the right class of image i is at rank `ranks[i]` of its scores. */
function scoresWithRanks(labels: readonly number[], ranks: readonly number[]): Float32Array {
  return Float32Array.from(
    labels.flatMap((label, image) => {
      const others = [0, 1, 2, 3, 4, 5].filter((name) => name !== label);
      others.splice(ranks[image]!, 0, label);
      return [0, 1, 2, 3, 4, 5].map((name) => -others.indexOf(name));
    }),
  );
}

describe('classificationReport', () => {
  it('counts first places, first five places, and each class', () => {
    const labels = [0, 0, 1, 5];
    const report = classificationReport(scoresWithRanks(labels, [0, 4, 5, 0]), Int32Array.from(labels), 6);
    expect(report).toMatchObject({ top1: 50, top5: 75, perClass: [50, 0, 0, 0, 0, 100] });
    expect(report.confusion[0]).toEqual([1, 1, 0, 0, 0, 0]);
    expect(report.confusion[1]).toEqual([1, 0, 0, 0, 0, 0]);
    expect(report.confusion[5]).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it('gives equal scores to the lower class', () => {
    expect(classificationReport(new Float32Array(4), Int32Array.of(0, 1), 2)).toMatchObject({ top1: 50, top5: 100 });
  });

  it('rejects NaN and lengths that do not fit', () => {
    expect(() => classificationReport(Float32Array.of(1, NaN), Int32Array.of(0), 2)).toThrow(/NaN/);
    expect(() => classificationReport(new Float32Array(5), Int32Array.of(0), 2)).toThrow(/5 scores and 1 labels/);
  });
});
