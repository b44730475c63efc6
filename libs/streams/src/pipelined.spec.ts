import { concat, delay, ignoreElements, of, throwError, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { pipelined } from './pipelined';

const marbles = (): TestScheduler => new TestScheduler((actual, expected) => expect(actual).toEqual(expected));

describe('pipelined', () => {
  it('prepares ahead while it consumes, and no further', () => {
    marbles().run(({ cold, expectObservable }) => {
      const started: string[] = [];
      const result$ = cold('(abcd|)').pipe(
        pipelined({
          ahead: 1,
          prepare: (item: string) => {
            started.push(item);
            return timer(2).pipe(ignoreElements(), (done) => concat(done, of(item)));
          },
          consume: (item) => of(`${started.length}${item.toUpperCase()}`).pipe(delay(5)),
        }),
      );
      // a is ready at 2 and consumed at 7; b was prepared meanwhile; c starts when a is consumed.
      expectObservable(result$).toBe('-------A----B----C----(D|)', { A: '2A', B: '3B', C: '4C', D: '4D' });
    });
  });

  it('keeps the order of the source when a later preparation ends first', () => {
    marbles().run(({ cold, expectObservable }) => {
      const result$ = cold('(ab|)').pipe(
        pipelined({
          ahead: 3,
          prepare: (item: string) => of(item).pipe(delay(item === 'a' ? 6 : 1)),
          consume: (item) => of(item),
        }),
      );
      expectObservable(result$).toBe('------(ab|)');
    });
  });

  it('ends preparations and the source when it is unsubscribed', () => {
    marbles().run(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  a-b-c-d-e-|');
      const preparation = cold('---------p|');
      const unsubscribe = '  ----!      ';
      const result$ = source.pipe(pipelined({ ahead: 1, prepare: () => preparation, consume: (item) => of(item) }));
      expectObservable(result$, unsubscribe).toBe('-----------');
      expectSubscriptions(source.subscriptions).toBe('^---!');
      expectSubscriptions(preparation.subscriptions).toBe(['^---!', '--^-!']);
    });
  });

  it('hands on an error of a preparation', () => {
    marbles().run(({ cold, expectObservable }) => {
      const result$ = cold('(ab|)').pipe(
        pipelined({
          ahead: 1,
          prepare: (item: string) => (item === 'b' ? throwError(() => new Error('b')) : of(item).pipe(delay(3))),
          consume: (item) => of(item),
        }),
      );
      expectObservable(result$).toBe('#', undefined, new Error('b'));
    });
  });
});
