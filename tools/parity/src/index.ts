export { allowedDeviations, asInBfloat16, distance, DRAWS } from './bfloat16';
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
