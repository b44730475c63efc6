import { UserError } from '@amcl/artifacts';

/** The machine lacks something that the native library needs. The run can go on with another backend. */
export class MissingError extends UserError {
  override readonly name = 'MissingError';
}
