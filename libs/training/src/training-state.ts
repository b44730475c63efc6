import * as tf from '@tensorflow/tfjs-core';
import { ENCODER_PREFIX, type Task } from '@amcl/methods';
import { initializeBuffers, initializeParameters, type Arrays, type WeightArrays } from '@amcl/models';
import { momentumSlots } from '@amcl/optim';
import { flatShapes, unflatten } from './flat-state';
import { withoutPrefix, withPrefix } from './name-prefix';
import { arraysOf, tensorsOf, type StateTensors } from './state-tensors';

/** A state as numbers, in the memory's layout. */
export interface StateArrays {
  readonly parameters: Arrays;
  readonly buffers: Arrays;
  readonly slots: Arrays;
  /** Steps done. */
  readonly step: number;
}

/** What holds a state in place of tensors: a captured step. */
export interface StateHolder {
  /** Copies of the numbers that are wanted, else of all, with the names of `flatten`. */
  read(wanted?: (name: string) => boolean): Arrays;
}

/**
 * Where a training stands. It owns its tensors. The random numbers of a training depend on seed, epoch and image alone, so
 * that seed and step are the whole of its random state.
 */
export class TrainingState implements StateTensors {
  private tensors: StateTensors | null;
  private holder: StateHolder | null = null;

  private constructor(
    tensors: StateTensors,
    private done: number,
    private readonly shapes: ReadonlyMap<string, readonly number[]>,
  ) {
    this.tensors = tensors;
  }

  /**
   * Before the first step.
   * @param seed 0 .. 2^32 - 1
   * @param encoder first values of all parameters and running statistics of the encoder, by bare names, in place of drawn ones
   *   (`readInit`); momentum copies of its parameters begin with them, too
   * @throws naming a tensor of the encoder that `encoder` lacks
   */
  static initialize(task: Task, seed: number, encoder?: Arrays): TrainingState {
    const { module } = task;
    const given = encoder ? encoderArrays(task, encoder) : {};
    const copies = module.buffers.flatMap(({ name, copyOf }) => {
      const values = given[copyOf ?? name];
      return values ? [[name, values] as const] : [];
    });
    const parameters = tensorsOf(module.parameters, { ...initializeParameters(module, seed), ...given });
    const buffers = { ...initializeBuffers(module, seed), ...Object.fromEntries(copies) };
    return new TrainingState(
      { parameters, buffers: tensorsOf(module.buffers, buffers), slots: momentumSlots(parameters) },
      0,
      flatShapes(module),
    );
  }

  /** @throws naming a tensor of the task that has no numbers */
  static fromArrays(task: Task, { parameters, buffers, slots, step }: StateArrays): TrainingState {
    const { module } = task;
    return new TrainingState(
      {
        parameters: tensorsOf(module.parameters, parameters),
        buffers: tensorsOf(module.buffers, buffers),
        slots: tensorsOf(module.parameters, slots),
      },
      step,
      flatShapes(module),
    );
  }

  get parameters(): StateTensors['parameters'] {
    return this.held().parameters;
  }

  get buffers(): StateTensors['buffers'] {
    return this.held().buffers;
  }

  get slots(): StateTensors['slots'] {
    return this.held().slots;
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

  /** Leaves the numbers to a captured step, to be read from there when they are wanted. */
  leaveTo(holder: StateHolder): void {
    this.dispose();
    this.holder = holder;
  }

  /** The holder has done a step. */
  advanceWithin(): void {
    this.dispose();
    this.done++;
  }

  /** Takes the numbers back, before the holder is gone. */
  takeBack(): void {
    this.held();
    this.holder = null;
  }

  /** Reads parameters and buffers back whose names begin with `prefix`, and calls them by the rest of their names. */
  weightArrays(prefix: string): WeightArrays {
    const [parameters, buffers] = (['parameters', 'buffers'] as const).map((kind) => {
      const whole = `${kind}/${prefix}`;
      return this.holder
        ? withoutPrefix(
            whole,
            this.holder.read((name) => name.startsWith(whole)),
          )
        : arraysOf(withoutPrefix(prefix, this[kind]));
    }) as [Arrays, Arrays];
    return { parameters, buffers };
  }

  /** Reads everything back. */
  toArrays(): StateArrays {
    const { parameters, buffers, slots } = this.holder
      ? unflatten(this.holder.read())
      : { parameters: arraysOf(this.parameters), buffers: arraysOf(this.buffers), slots: arraysOf(this.slots) };
    return { parameters, buffers, slots, step: this.step };
  }

  dispose(): void {
    if (this.tensors) tf.dispose([this.tensors.parameters, this.tensors.buffers, this.tensors.slots]);
    this.tensors = null;
  }

  /** The tensors; those of a holder are a copy, until its next step. */
  private held(): StateTensors {
    this.tensors ??= this.copyOfHolder();
    return this.tensors;
  }

  private copyOfHolder(): StateTensors {
    if (this.holder === null) throw new Error('Expected a state that is not disposed');
    const arrays = Object.entries(this.holder.read());
    return unflatten(
      Object.fromEntries(
        arrays.map(([name, values]) => [name, tf.tensor(values, [...(this.shapes.get(name) ?? [])], 'float32')]),
      ),
    );
  }
}

/** All of the encoder's numbers with the module's names: a part of them would leave the rest drawn without a word. */
function encoderArrays({ encoder }: Task, arrays: Arrays): Arrays {
  const absent = [...encoder.parameters, ...encoder.buffers].find(({ name }) => !arrays[name]);
  if (absent) throw new Error(`Expected values for every tensor of the encoder but received none for ${absent.name}`);
  return withPrefix(ENCODER_PREFIX, arrays);
}
