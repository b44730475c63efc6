/**
 * An error of the user's input or machine: shown as its message alone, without a stack.
 * The message says what was expected, what came, where, and what to do next.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}
