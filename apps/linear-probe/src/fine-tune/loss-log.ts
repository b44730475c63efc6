import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The loss of every step, a line each in the work folder, so that fine-tuning that goes on tells all of them. */
export class LossLog {
  private constructor(
    private readonly path: string,
    private readonly losses: number[],
  ) {}

  /** Opens the log at `path` and forgets what came after `steps` steps, since those are done again. */
  static open(path: string, steps: number): LossLog {
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    const kept = lines.slice(0, steps).map(Number);
    writeFileSync(path, kept.map(toLine).join(''));
    return new LossLog(path, kept);
  }

  append(loss: number): void {
    this.losses.push(loss);
    appendFileSync(this.path, toLine(loss));
  }

  /** Mean of each whole epoch so far, of so many steps. */
  epochMeans(stepsPerEpoch: number): number[] {
    return Array.from({ length: Math.floor(this.losses.length / stepsPerEpoch) }, (_, epoch) => {
      const steps = this.losses.slice(epoch * stepsPerEpoch, (epoch + 1) * stepsPerEpoch);
      return steps.reduce((sum, loss) => sum + loss, 0) / stepsPerEpoch;
    });
  }
}

const toLine = (loss: number): string => `${loss}\n`;
