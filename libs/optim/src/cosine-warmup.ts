/** The learning rate of a step, counted from 0. */
export type Schedule = (step: number) => number;

/** Linear warm-up, then half a cosine. The values are factors of `lr`. */
export interface CosineWarmupOptions {
  readonly lr: number;
  /** Whole, 0 .. maxSteps. */
  readonly warmupSteps: number;
  /** Of the whole training, warm-up included; whole, 1 or more. */
  readonly maxSteps: number;
  /** Before the first step; 0 unless given. */
  readonly warmupStartValue?: number;
  /** At the end of the warm-up; 1 unless given. */
  readonly startValue?: number;
  /** At the last step and after it; 0.001 unless given, as in lightly. */
  readonly endValue?: number;
}

/** lightly's `CosineWarmupScheduler`. Step k of the warm-up has (k + 1) / warmupSteps of it behind it. */
export function cosineWarmup(options: CosineWarmupOptions): Schedule {
  const { lr, warmupSteps, maxSteps, warmupStartValue = 0, startValue = 1, endValue = 0.001 } = options;
  expectWhole('maxSteps', maxSteps, 1, Infinity);
  expectWhole('warmupSteps', warmupSteps, 0, maxSteps);
  const last = maxSteps - warmupSteps - 1;
  return (step) => {
    expectWhole('step', step, 0, Infinity);
    if (step < warmupSteps)
      return lr * (warmupStartValue + ((startValue - warmupStartValue) * (step + 1)) / warmupSteps);
    const done = step - warmupSteps;
    if (done >= last) return lr * endValue;
    return lr * (endValue + ((startValue - endValue) * (1 + Math.cos((Math.PI * done) / last))) / 2);
  };
}

function expectWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  throw new Error(`Expected a whole number of ${range} for ${name} but received ${value}`);
}
