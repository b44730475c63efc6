import type { Module } from './module';

/** Names of the parameters of batch norm and of the biases, which some recipes spare from weight decay: all vectors. */
export function batchNormAndBiasNames(module: Pick<Module, 'parameters'>): ReadonlySet<string> {
  return new Set(module.parameters.filter(({ layout }) => layout === 'vector').map(({ name }) => name));
}
