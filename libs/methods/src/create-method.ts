import type { PretrainSection } from '@amcl/experiment';
import { resnet } from '@amcl/models';
import type { Method } from './method';
import { simclr } from './simclr';

/** The method that section `pretrain` of an experiment asks for. */
export function createMethod({ method, encoder: encoderOptions }: Pick<PretrainSection, 'method' | 'encoder'>): Method {
  const encoder = resnet(encoderOptions);
  const { hidden, output } = method.projectionHead;
  return simclr({ encoder, temperature: method.temperature, hidden: hidden ?? encoder.features, output });
}
