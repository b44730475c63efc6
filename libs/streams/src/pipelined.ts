import {
  asapScheduler,
  AsyncSubject,
  concatMap,
  defaultIfEmpty,
  defer,
  EMPTY,
  forkJoin,
  from,
  mergeMap,
  observeOn,
  type Observable,
  type ObservableInput,
  type OperatorFunction,
  tap,
} from 'rxjs';

/** Policy of {@link pipelined}. */
export interface PipelinedOptions<I, P, R> {
  /** How many items may be prepared, or in preparation, beyond the one being consumed: 0 or more. */
  readonly ahead: number;
  /** Starts an item's preparation; up to `ahead + 1` run side by side. Its last value counts. */
  readonly prepare: (item: I, index: number) => ObservableInput<P>;
  /** Consumes a prepared item: one at a time, in the order of the source. */
  readonly consume: (prepared: P, index: number) => ObservableInput<R>;
}

/**
 * Prepares items side by side and consumes them in order, with `ahead` as the one number of back-pressure: an item's
 * preparation starts only when all but `ahead` of the items before it have been consumed.
 * The source's own items are buffered, so they should be small (indices, not images). An error anywhere, or an
 * unsubscription, ends every preparation.
 */
export function pipelined<I, P, R>({ ahead, prepare, consume }: PipelinedOptions<I, P, R>): OperatorFunction<I, R> {
  return (source) =>
    defer(() => {
      let previous: Observable<null> = EMPTY;
      return source.pipe(
        mergeMap((item, index) => {
          // A turn later, so that the next preparation is under way before a consumer that blocks the thread.
          const turn = previous.pipe(defaultIfEmpty(null), observeOn(asapScheduler));
          const consumed = new AsyncSubject<null>();
          previous = consumed;
          return forkJoin([from(prepare(item, index)), turn]).pipe(
            concatMap(([prepared]) => consume(prepared, index)),
            tap({ complete: () => consumed.complete() }),
          );
        }, ahead + 1),
      );
    });
}
