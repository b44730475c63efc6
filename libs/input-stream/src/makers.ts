import type { EvalMaker } from './eval-maker';
import type { ViewMaker } from './view-maker';

/** The makers of a split; each is made when it is first asked for. */
export interface Makers {
  views(this: void): ViewMaker;
  evals(this: void): EvalMaker;
}

export function makersBy(makeViews: () => ViewMaker, makeEvals: () => EvalMaker): Makers {
  let views: ViewMaker | undefined;
  let evals: EvalMaker | undefined;
  return { views: () => (views ??= makeViews()), evals: () => (evals ??= makeEvals()) };
}
