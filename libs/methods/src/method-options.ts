import type { MethodName, MethodSettings, PretrainSection } from '@amcl/experiment';

/** Of section `pretrain`, all that decides which networks are trained by which loss. */
export type NetworkSettings = Pick<PretrainSection, 'method' | 'amcl' | 'encoder' | 'batchSize'>;

/** What the method of one name is made from. */
export type MethodOptions<Name extends MethodName> = NetworkSettings & {
  readonly method: Extract<MethodSettings, { name: Name }>;
};
