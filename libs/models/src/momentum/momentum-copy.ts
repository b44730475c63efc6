import type { Module } from '../module';

/**
 * The network whose parameters follow another's by an exponential moving average (the momentum encoder of MoCo, arXiv 1911.05722,
 * section 3.2): no gradient changes them, so that they are buffers. At first they are equal to the parameters that they follow.
 * Running statistics are its own.
 * @param source what stands before the names of the followed module in the whole network, such as `encoder.`
 */
export function momentumCopy(module: Module, source: string): Module {
  return {
    parameters: [],
    buffers: [...module.parameters.map((spec) => ({ ...spec, copyOf: source + spec.name })), ...module.buffers],
    forward: (x, scope) =>
      module.forward(x, {
        training: scope.training,
        parameter: (name) => scope.buffer(name),
        buffer: (name) => scope.buffer(name),
        update: (name, value) => scope.update(name, value),
      }),
  };
}
