/** The map with `prefix` before each name. */
export function withPrefix<T>(prefix: string, map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [prefix + name, value]));
}

/** The entries whose names begin with `prefix`, without it. */
export function withoutPrefix<T>(prefix: string, map: Readonly<Record<string, T>>): Record<string, T> {
  const own = Object.entries(map).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}
