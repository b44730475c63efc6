import type { Engine } from '@amcl/engine';
import type { PretrainSection } from '@amcl/experiment';
import type { Method } from '@amcl/methods';
import { describeMethod } from '@amcl/results';

/** What is trained on what, in a line: method, images, epochs, size of the networks, engine. */
export function describeTraining(section: PretrainSection, { module }: Method, images: number, engine: Engine): string {
  const { identity, device, threads, precision } = engine;
  const { epochs, batchSize, init } = section;
  const parameters = module.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return (
    `${describeMethod(section)}: ${images} images, ${epochs} epochs, batches of ${batchSize}, ` +
    `${(parameters / 1e6).toFixed(2)} M parameters${init === null ? '' : `, the encoder's from ${init.file}`}, ` +
    `${precision} on ${identity.backend} (${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'})`
  );
}
