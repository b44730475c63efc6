import { randomStream, type RandomStream } from '@amcl/random';
import type { ParameterSettings, SweepSettings } from './sweep-section';

/** A point of a sweep: the settings that it varies, by their paths. */
export type Point = Readonly<Record<string, unknown>>;

/**
 * The points of a sweep, in order; the first parameter of a grid varies slowest.
 * @param seed of the experiment: decides what `random` draws
 */
export function sweepPoints({ method, parameters, trials }: SweepSettings, seed: number): Point[] {
  const entries = Object.entries(parameters);
  if (method === 'random')
    return Array.from({ length: trials }, (_, trial) =>
      Object.fromEntries(
        entries.map(([path, parameter], index) => [path, draw(parameter, randomStream(seed, 'sweep', trial, index))]),
      ),
    );
  return entries.reduce<Point[]>(
    (points, [path, parameter]) =>
      points.flatMap((point) => valuesOf(parameter).map((value) => ({ ...point, [path]: value }))),
    [{}],
  );
}

function valuesOf(parameter: ParameterSettings): readonly unknown[] {
  return parameter.distribution === 'values' ? parameter.values : [];
}

function draw(parameter: ParameterSettings, random: RandomStream): unknown {
  switch (parameter.distribution) {
    case 'values':
      return parameter.values[random.integer(parameter.values.length)];
    case 'uniform':
      return random.uniform(parameter.min, parameter.max);
    case 'log-uniform':
      return Math.exp(random.uniform(Math.log(parameter.min), Math.log(parameter.max)));
    case 'integer':
      return parameter.min + random.integer(parameter.max - parameter.min + 1);
  }
}
