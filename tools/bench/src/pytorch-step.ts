import { join } from 'node:path';
import { PEERS, startPeer, type Peer } from './peer';
import type { StepSetting } from './setting';

/**
 * Starts PyTorch's steps in a setting.
 * @param python has torch and torchvision
 * @param how.compiled by torch.compile
 * @param how.parameters numbers that our network trains: the rival must train as many
 */
export async function startPyTorchStep(
  python: string,
  setting: StepSetting,
  { compiled, parameters }: { compiled: boolean; parameters: number },
): Promise<Peer> {
  const args = [...stepArgs(setting), '--device', setting.device === 'gpu' ? 'cuda' : 'cpu'];
  const peer = await startPeer(python, [join(PEERS, 'pytorch_step.py'), ...args, ...(compiled ? ['--compile'] : [])]);
  if (peer.hello['parameters'] === parameters) return peer;
  await peer.close();
  throw new Error(
    `Expected a rival with ${parameters} parameters, as ours, but it has ${String(peer.hello['parameters'])}`,
  );
}

/** A setting as the arguments of a program in `peers/`, but for the device. */
export function stepArgs({ batch, width, precision, encoder, stem, size }: Omit<StepSetting, 'device'>): string[] {
  return Object.entries({ batch, width, precision, encoder, stem, size }).flatMap(([name, value]) => [
    `--${name}`,
    `${value}`,
  ]);
}
