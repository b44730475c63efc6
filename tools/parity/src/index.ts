export { asInBfloat16, DEVIATIONS, distance } from './bfloat16';
export {
  casesOf,
  PARITY_GROUPS,
  readCase,
  type ParityCase,
  type ParityGroup,
  type ParityTensor,
  type ParityTolerance,
} from './parity-case';
export { mismatch, shareOfTolerance, type Numbers } from './tolerance';
