/**
 * p values corrected for their number (Holm 1979): below a level a, each of them tells at the risk a that any of them errs. The smallest
 * is multiplied by their number, the next by one less, and so on; none falls below one that was smaller, or exceeds 1.
 * @param probabilities in any order
 * @returns in the same order
 */
export function holm(probabilities: readonly number[]): number[] {
  const order = probabilities.map((_, index) => index).sort((a, b) => at(probabilities, a) - at(probabilities, b));
  const corrected = new Array<number>(probabilities.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, at(probabilities, index) * (probabilities.length - rank)));
    corrected[index] = largest;
  });
  return corrected;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 1;
}
