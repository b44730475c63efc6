import { UserError } from '@amcl/artifacts';
import { fastestWay } from './fastest-way';
import {
  choicesDigest,
  kernelKey,
  sortKernels,
  type Kernel,
  type KernelChoice,
  type TunedKernel,
} from './kernel-choice';
import { addToTable, readTable, sameWays } from './kernel-table';
import type { TablePlace } from './table-place';

export interface TunerOptions {
  /** The table to look up, and to add to. */
  readonly place: TablePlace;
  /** Choices of a training that goes on: they stay, whatever the table says. */
  readonly given?: readonly KernelChoice[];
  /** Milliseconds. */
  readonly clock?: () => number;
}

/** Picks a way to compute for every kernel of a training: the one chosen before, else the table's, else the fastest by measurement. */
export class KernelTuner {
  private readonly used: Map<string, KernelChoice>;
  private readonly known: ReadonlyMap<string, TunedKernel>;
  private unsaved: TunedKernel[] = [];
  private spent = 0;

  private constructor(
    private readonly place: TablePlace,
    given: readonly KernelChoice[],
    table: readonly TunedKernel[],
    private readonly clock: () => number,
    /** What was wrong with the table's file; null if nothing. */
    readonly warning: string | null,
  ) {
    this.used = new Map(given.map((choice) => [kernelKey(choice), choice]));
    this.known = new Map(table.map((kernel) => [kernelKey(kernel), kernel]));
  }

  static async open({ place, given = [], clock = () => performance.now() }: TunerOptions): Promise<KernelTuner> {
    const { kernels, warning } = await readTable(place);
    return new KernelTuner(place, given, kernels, clock, warning);
  }

  /**
   * The way to compute a kernel in, the same at every call.
   * @param ways by their names, one or more, the default first: those that serve, which must be the same for every batch
   * @param measure the best time of each, in milliseconds of the clock; not asked where there is one way
   * @throws UserError if the training goes on on a machine where the way it took before does not serve
   */
  choose(
    kernel: Kernel,
    ways: readonly string[],
    measure: (clock: () => number) => Readonly<Record<string, number>>,
  ): string {
    const key = kernelKey(kernel);
    const way = this.used.get(key)?.way ?? this.pick(kernel, ways, measure);
    if (!ways.includes(way))
      throw new UserError(
        `Expected one of the ways ${ways.join(', ')} for ${kernel.operation} of ${kernel.shape} but this training has computed it by ${way}, ` +
          'which this machine does not serve. Go on where it was begun, or remove its checkpoint to start it again.',
      );
    this.used.set(key, { ...kernel, way });
    return way;
  }

  /** The way of every kernel of this training, also of those that have but one. */
  get choices(): readonly KernelChoice[] {
    return sortKernels(this.used.values());
  }

  /** Of the choices; null before the first. */
  get digest(): string | null {
    return choicesDigest(this.choices);
  }

  /** How many kernels were measured and are not in the table yet, and how long that took, in seconds. */
  get measured(): { readonly count: number; readonly seconds: number } {
    return { count: this.unsaved.length, seconds: this.spent / 1000 };
  }

  /** Adds what was measured to the table, once. @throws UserError if that cannot be written: the choices stay all the same */
  async save(): Promise<void> {
    const measured = this.unsaved;
    this.unsaved = [];
    this.spent = 0;
    if (measured.length > 0) await addToTable(this.place, measured);
  }

  private pick(
    kernel: Kernel,
    ways: readonly string[],
    measure: (clock: () => number) => Readonly<Record<string, number>>,
  ): string {
    if (ways.length === 1) return ways[0] as string;
    const known = this.known.get(kernelKey(kernel));
    if (known && sameWays(known, ways)) return known.way;
    const started = this.clock();
    const milliseconds = measure(this.clock);
    this.spent += this.clock() - started;
    const way = fastestWay(milliseconds, ways);
    this.unsaved.push({ ...kernel, way, milliseconds: { ...milliseconds } });
    return way;
  }
}
