import { runBenchmark } from './run-benchmark';
import { columns, speed } from './print';
import type { Speed } from './alternate';

export interface GpuBench {
  readonly batches: readonly number[];
  readonly width: number;
  readonly steps: number;
  readonly rounds: number;
  readonly peer?: string;
}

interface PretrainLine {
  readonly device: string;
  readonly speeds: readonly Speed[];
  readonly gpuMiB: Readonly<Record<string, number | null>>;
}

/**
 * The training step on a GPU in float32 and bfloat16 at some batch sizes, beside PyTorch's; each setting in a process of its own,
 * because TensorFlow gives no GPU memory back. Stops at the first that fails: without a GPU that is the first of all.
 */
export async function benchGpu({ batches, width, steps, rounds, peer }: GpuBench): Promise<void> {
  const rows: string[][] = [['', 'views/s', 'MiB', 'PyTorch', 'views/s', 'MiB', 'ratio']];
  let device = '';
  for (const precision of ['float32', 'bfloat16'])
    for (const batch of batches) {
      const options = {
        precision,
        batch,
        width,
        steps,
        rounds,
        device: 'gpu',
        ...(peer === undefined ? {} : { peer }),
      };
      const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
      const ran = await runBenchmark(['pretrain', '--no-stage', ...args]);
      if (ran.code !== 0) {
        process.exitCode = 1;
        return;
      }
      const line = ran.lines[0] as unknown as PretrainLine;
      console.log(JSON.stringify({ ...line, benchmark: 'gpu' }));
      device = line.device;
      rows.push([`${precision}, batch ${batch}`, ...cells(line)]);
    }
  console.error(`${device}\n${columns(rows)}`);
}

function cells({ speeds, gpuMiB }: PretrainLine): string[] {
  const of = (name: string) => speeds.find((own) => own.name === name);
  const pair = (name: string) => {
    const rounds = of(name)?.rounds ?? [];
    return rounds.length === 0 ? ['', ''] : [speed(of(name)?.median ?? NaN), `${gpuMiB[name] ?? '?'}`];
  };
  const rival = of('PyTorch step');
  const ratio = rival ? (of('bare step')?.ratioToFirst ?? NaN).toFixed(3) : '';
  return [...pair('bare step'), '', ...pair('PyTorch step'), ratio];
}
