let current = '';

/** What comes before the names of operations: empty, or the names of the scopes and a slash. */
export function nameScope(): string {
  return current === '' ? '' : `${current.replace(/\.$/, '')}/`;
}

/**
 * Names what `f` adds to a graph that is captured, for profiles; it changes no number. Gradients of our kernels have the name of
 * their forward pass, those of tfjs's own have none.
 * @param name of letters, digits, `_` and `.`, such as `conv1.`; it goes after the names of the scopes around
 */
export function inNameScope<T>(name: string, f: () => T): T {
  return restored(current + name, f);
}

/** A function that runs what it is given in the scope that is the current one now. */
export function keepNameScope(): <T>(f: () => T) => T {
  const kept = current;
  return (f) => restored(kept, f);
}

function restored<T>(name: string, f: () => T): T {
  const before = current;
  current = name;
  try {
    return f();
  } finally {
    current = before;
  }
}
