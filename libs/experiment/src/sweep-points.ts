import { randomStream, type RandomStream } from '@amcl/random';
import type { ParameterSettings, SweepSettings } from './sweep-section';

/** A point of a sweep: the settings that it varies, by their paths. */
export type Point = Readonly<Record<string, unknown>>;

/**
 * The points of a sweep, in order; the first parameter of a grid varies slowest. Those of `tpe` are chosen in training: empty ones here.
 * @param seed of the experiment: decides what `random` draws
 */
export function sweepPoints({ method, parameters, trials }: SweepSettings, seed: number): Point[] {
  const entries = Object.entries(parameters);
  if (method === 'tpe') return Array.from({ length: trials }, () => ({}));
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

/**
 * Points that show whether a sweep that chooses in training can be tried: the first value or lower bound of every parameter, and each
 * other value or bound of one of them.
 */
export function samplePoints({ parameters }: Pick<SweepSettings, 'parameters'>): Point[] {
  const ends = Object.entries(parameters).map(([path, parameter]) => {
    const [first, ...others] = parameter.distribution === 'values' ? parameter.values : [parameter.min, parameter.max];
    return { path, first, others };
  });
  const start: Point = Object.fromEntries(ends.map(({ path, first }) => [path, first]));
  return [start, ...ends.flatMap(({ path, others }) => others.map((value) => ({ ...start, [path]: value })))];
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
