import type { AmclSettings } from '@amcl/experiment';
import type { NetworkDescription } from './pretrain-result';

/** A method in words: `simclr`, or `simclr + AMCL (3 heads, adaptive temperature)`. */
export function describeMethod({ method, amcl }: Pick<NetworkDescription, 'method' | 'amcl'>): string {
  return amcl === null ? method.name : `${method.name} + AMCL (${heads(amcl)}, ${temperature(amcl)})`;
}

function heads({ heads, wideHead }: AmclSettings): string {
  if (wideHead) return `1 wide head for ${heads}`;
  return heads === 1 ? '1 head' : `${heads} heads`;
}

function temperature({ temperature }: AmclSettings): string {
  return temperature.kind === 'fixed' ? `temperature ${temperature.value}` : `${temperature.kind} temperature`;
}
