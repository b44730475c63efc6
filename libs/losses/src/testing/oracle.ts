import type { DoublesMap, Vector } from './doubles';

/** Limits of the temperatures. */
export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/** What an oracle gives, in double precision; statistics flat, in the order of the loss's own. */
export interface OracleValue {
  readonly loss: number;
  readonly statistics: Readonly<Record<string, readonly number[]>>;
  /** Of AMCL: the means of the temperatures, head by head. */
  readonly meansByHead?: Readonly<Record<string, readonly number[]>>;
}

/** Of two vectors. */
export type Temperature = (a: Vector, b: Vector) => number;

export const numbers = (x: Vector): number[] => Array.from(x);
export const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);
export const mean = (terms: readonly number[]): number => sum(terms) / terms.length;

export function cosine(a: Vector, b: Vector): number {
  const [x, y] = [numbers(a), numbers(b)];
  return sum(x.map((value, i) => value * (y[i] ?? NaN))) / Math.hypot(...x) / Math.hypot(...y);
}

/** Omega(tau) = (d / 2) ln tau + 1 / tau. */
export const omegaOracle = (tau: number, dim: number): number => (dim / 2) * Math.log(tau) + 1 / tau;

/** tau(a, b) = lower + (upper - lower) sigmoid(W2 relu(W1 (a^ * b^) + b1) + b2), weight by weight. */
export function temperatureOracle(parameters: DoublesMap, { lower, upper }: Limits): Temperature {
  const [weight1, bias1, weight2, bias2] = ['0.weight', '0.bias', '2.weight', '2.bias'].map((name) =>
    numbers(parameters[`temperature.${name}`]?.data ?? []),
  ) as [number[], number[], number[], number[]];
  return (a, b) => {
    const [x, y] = [numbers(a), numbers(b)];
    const lengths = Math.hypot(...x) * Math.hypot(...y);
    let output = bias2[0] ?? NaN;
    bias1.forEach((bias, unit) => {
      let hidden = bias;
      x.forEach((value, i) => {
        hidden += ((weight1[unit * x.length + i] ?? NaN) * value * (y[i] ?? NaN)) / lengths;
      });
      output += (weight2[unit] ?? NaN) * Math.max(0, hidden);
    });
    return lower + (upper - lower) / (1 + Math.exp(-output));
  };
}

/** Of similarities, and the temperatures of each head. */
export function amclOracle(
  loss: number,
  similarities: Readonly<Record<string, readonly number[]>>,
  temperatures: Readonly<Record<string, readonly (readonly number[])[]>>,
): OracleValue {
  const entries = Object.entries(temperatures);
  return {
    loss,
    statistics: { ...similarities, ...Object.fromEntries(entries.map(([name, heads]) => [name, heads.flat()])) },
    meansByHead: Object.fromEntries(entries.map(([name, heads]) => [name, heads.map(mean)])),
  };
}

/** An anchor with its positive and what its hardest are chosen from. */
export interface Anchor {
  readonly anchor: Vector;
  readonly positive: Vector;
  readonly candidates: readonly Vector[];
}

/** The contrastive term of equations 2.1 and 2.4, anchor by anchor; `heads` has the anchors of each head. */
export function contrastOracle(
  heads: readonly (readonly Anchor[])[],
  tau: Temperature,
  { beta, hardest }: { beta: number; hardest: number },
): OracleValue {
  const [positiveSimilarity, negativeSimilarity]: [number[], number[]] = [[], []];
  const [positiveTemperatures, negativeTemperatures]: [number[][], number[][]] = [[], []];
  let loss = 0;
  for (const anchors of heads) {
    const [positivesOfHead, negativesOfHead]: [number[], number[]] = [[], []];
    for (const { anchor, positive, candidates } of anchors) {
      const dim = anchor.length;
      const chosen = candidates.toSorted((a, b) => cosine(anchor, b) - cosine(anchor, a)).slice(0, hardest);
      const positiveTau = tau(anchor, positive);
      const positiveTerm = -cosine(anchor, positive) / positiveTau + beta * omegaOracle(positiveTau, dim);
      const negativeTerms = chosen.map((negative) => {
        const negativeTau = tau(anchor, negative);
        return cosine(anchor, negative) / negativeTau - beta * omegaOracle(negativeTau, dim);
      });
      loss += (positiveTerm + mean(negativeTerms)) / anchors.length;
      positiveSimilarity.push(cosine(anchor, positive));
      positivesOfHead.push(positiveTau);
      negativeSimilarity.push(...chosen.map((negative) => cosine(anchor, negative)));
      negativesOfHead.push(...chosen.map((negative) => tau(anchor, negative)));
    }
    positiveTemperatures.push(positivesOfHead);
    negativeTemperatures.push(negativesOfHead);
  }
  return amclOracle(
    loss,
    { positiveSimilarity, negativeSimilarity },
    { positiveTemperature: positiveTemperatures, negativeTemperature: negativeTemperatures },
  );
}
