/** The classes of a row of scores, highest first; of equal scores the lower class is first. */
export function rankClasses(scores: ArrayLike<number>): number[] {
  return Array.from({ length: scores.length }, (_, index) => index).sort((a, b) => scores[b]! - scores[a]! || a - b);
}
