import { join } from 'node:path';
import { PEERS, startPeer, TimeLimitError, type Peer } from './peer';
import { startPyTorchStep, stepArgs } from './pytorch-step';
import { columns } from './print';
import type { StepSetting } from './setting';

export interface PeakBench extends Omit<StepSetting, 'device'> {
  readonly steps: number;
  readonly peer?: string;
  /** Seconds that a contestant may take for its steps. */
  readonly limit: number;
}

/** Peak resident size of the process that trains, MiB: ours, its steps captured as in the stage, and PyTorch's, one after the other. */
export async function benchPeak({ steps, peer, limit, ...setting }: PeakBench): Promise<void> {
  const program = ['-r', '@amcl/register', join(PEERS, 'amcl-step.ts'), ...stepArgs(setting)];
  const own = await startPeer(process.execPath, program);
  const ours = await peakOf(own, steps, limit);
  const parameters = Number(own.hello['parameters']);
  const rival =
    peer === undefined
      ? null
      : await startPyTorchStep(peer, { ...setting, device: 'cpu' }, { compiled: false, parameters });
  const theirs = rival && (await peakOf(rival, steps, limit));
  const ratio = theirs === null || ours === null ? null : Number((ours / theirs).toFixed(3));
  console.error(columns([['', 'peak MiB'], ['ours', text(ours)], ...(rival ? [['PyTorch', text(theirs)]] : [])]));
  const { engine, device } = own.hello;
  const figures = { peakMiB: { ours, theirs }, oursOverTheirs: ratio };
  console.log(JSON.stringify({ benchmark: 'peak', ...setting, steps, engine, device, peer: rival?.hello, ...figures }));
}

/** The steps one at a time, so that there is a peak where not all fit in the time; null where not one does. */
async function peakOf(program: Peer, steps: number, limit: number): Promise<number | null> {
  const started = performance.now();
  let peak: number | null = null;
  try {
    for (let step = 0; step < steps; step++) {
      const left = Math.max(1, limit - (performance.now() - started) / 1000);
      peak = (await program.ask({ steps: 1 }, left)).peakMiB ?? null;
      console.error(`step ${step + 1}/${steps}: ${text(peak)} MiB`);
    }
  } catch (error) {
    if (!(error instanceof TimeLimitError)) throw error;
  }
  await program.close();
  return peak;
}

const text = (mebibytes: number | null): string => mebibytes?.toFixed(0) ?? 'none in time';
