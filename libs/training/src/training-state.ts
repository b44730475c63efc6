import * as tf from '@tensorflow/tfjs-core';
import { ENCODER_PREFIX, type Method } from '@amcl/methods';
import { initializeBuffers, initializeParameters, type Arrays } from '@amcl/models';
import { momentumSlots } from '@amcl/optim';
import { withPrefix } from './name-prefix';
import { arraysOf, tensorsOf, type StateTensors } from './state-tensors';

/** A state as numbers, in the memory's layout. */
export interface StateArrays {
  readonly parameters: Arrays;
  readonly buffers: Arrays;
  readonly slots: Arrays;
  /** Steps done. */
  readonly step: number;
}

/**
 * Where a training stands. It owns its tensors. The random numbers of a training depend on seed, epoch and image alone, so
 * that seed and step are the whole of its random state.
 */
export class TrainingState implements StateTensors {
  private constructor(
    private tensors: StateTensors,
    private done: number,
  ) {}

  /**
   * Before the first step.
   * @param seed 0 .. 2^32 - 1
   * @param encoder first values of all parameters and running statistics of the encoder, by bare names, in place of drawn ones
   *   (`readInit`); momentum copies of its parameters begin with them, too
   * @throws naming a tensor of the encoder that `encoder` lacks
   */
  static initialize(method: Method, seed: number, encoder?: Arrays): TrainingState {
    const { module } = method;
    const given = encoder ? encoderArrays(method, encoder) : {};
    const copies = module.buffers.flatMap(({ name, copyOf }) => {
      const values = given[copyOf ?? name];
      return values ? [[name, values] as const] : [];
    });
    const parameters = tensorsOf(module.parameters, { ...initializeParameters(module, seed), ...given });
    const buffers = { ...initializeBuffers(module, seed), ...Object.fromEntries(copies) };
    return new TrainingState(
      { parameters, buffers: tensorsOf(module.buffers, buffers), slots: momentumSlots(parameters) },
      0,
    );
  }

  /** @throws naming a tensor of the method that has no numbers */
  static fromArrays(method: Method, { parameters, buffers, slots, step }: StateArrays): TrainingState {
    const { module } = method;
    return new TrainingState(
      {
        parameters: tensorsOf(module.parameters, parameters),
        buffers: tensorsOf(module.buffers, buffers),
        slots: tensorsOf(module.parameters, slots),
      },
      step,
    );
  }

  get parameters(): StateTensors['parameters'] {
    return this.tensors.parameters;
  }

  get buffers(): StateTensors['buffers'] {
    return this.tensors.buffers;
  }

  get slots(): StateTensors['slots'] {
    return this.tensors.slots;
  }

  /** Steps done. */
  get step(): number {
    return this.done;
  }

  /** Takes the tensors that a step has made, and disposes those it had. */
  advance({ parameters, buffers, slots }: StateTensors): void {
    this.dispose();
    this.tensors = { parameters, buffers, slots };
    this.done++;
  }

  /** Reads everything back. */
  toArrays(): StateArrays {
    return {
      parameters: arraysOf(this.parameters),
      buffers: arraysOf(this.buffers),
      slots: arraysOf(this.slots),
      step: this.step,
    };
  }

  dispose(): void {
    tf.dispose([this.parameters, this.buffers, this.slots]);
  }
}

/** All of the encoder's numbers with the module's names: a part of them would leave the rest drawn without a word. */
function encoderArrays({ encoder }: Method, arrays: Arrays): Arrays {
  const absent = [...encoder.parameters, ...encoder.buffers].find(({ name }) => !arrays[name]);
  if (absent) throw new Error(`Expected values for every tensor of the encoder but received none for ${absent.name}`);
  return withPrefix(ENCODER_PREFIX, arrays);
}
