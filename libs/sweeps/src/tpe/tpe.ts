import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseJson, UserError } from '@amcl/artifacts';
import type { Point, SweepSettings } from '@amcl/experiment';
import { provideEnvironment } from '@amcl/python';
import { z } from 'zod';

/** What came of a point. */
export interface Outcome {
  /** Of the kNN monitor, in percent. */
  readonly top1: number;
  /** The epoch of `top1` where the point was given up after it: Optuna then ranks it below those that ended, by how far it came. Else null. */
  readonly stoppedAfter: number | null;
}

const answerSchema = z.record(z.string(), z.number());

/** Points chosen at random, before there is anything to choose by: a quarter of all, at most Optuna's 10. */
const startupTrials = (trials: number): number => Math.min(10, Math.ceil(trials / 4));

/** Optuna in the user cache, installed where it is not there yet. */
export function provideOptuna(say: (line: string) => void): Promise<string> {
  return provideEnvironment(
    {
      name: 'optuna',
      title: 'Optuna',
      purpose: "for sweep.method 'tpe' ('grid' and 'random' do without)",
      size: '0.14 GB',
      requirements: join(__dirname, 'requirements.txt'),
    },
    say,
  );
}

/** Optuna's tree-structured Parzen estimator in a process of its own. The same sweep, seed and outcomes give the same points. */
export class Tpe {
  private stderr = '';
  private readonly lines: AsyncIterator<string>;

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly parameters: SweepSettings['parameters'],
  ) {
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    // An error in starting it, or in writing to one that has ended: the answer that does not come tells.
    child.on('error', ({ message }) => (this.stderr += message));
    child.stdin.on('error', () => undefined);
  }

  /**
   * @param python that has Optuna
   * @param seed whole, from 0 to 4294967295
   */
  static start(python: string, { parameters, trials }: SweepSettings, seed: number): Tpe {
    const tpe = new Tpe(spawn(python, [join(__dirname, 'tpe.py')]), parameters);
    tpe.write({ seed, startupTrials: startupTrials(trials), parameters });
    return tpe;
  }

  /**
   * The next point.
   * @param outcome of the point before; null for the first
   * @throws UserError when Optuna fails
   */
  async next(outcome: Outcome | null): Promise<Point> {
    this.write(outcome);
    const line = await this.lines.next();
    if (line.done === true) throw new UserError(`Optuna ended instead of choosing a point: ${this.lastError()}`);
    const answer = answerSchema.parse(parseJson(line.value));
    return Object.fromEntries(
      Object.entries(this.parameters).map(([path, parameter]) => {
        const number = answer[path]!;
        return [path, parameter.distribution === 'values' ? parameter.values[number] : number];
      }),
    );
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined) return;
    const ended = once(this.child, 'exit');
    this.child.stdin.end();
    await ended;
  }

  private write(line: unknown): void {
    this.child.stdin.write(`${JSON.stringify(line)}\n`);
  }

  private lastError(): string {
    return this.stderr.trim().split('\n').at(-1) ?? '';
  }
}
