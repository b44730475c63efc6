/** An object's leaves by their paths: `{ a: { b: 1 } }` gives `a.b`, `1`. Arrays are values: `[0.08, 1]`. */
export function flatten(value: object, prefix = ''): (readonly [path: string, value: string])[] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    const path = prefix + key;
    return isGroup(member) ? flatten(member, `${path}.`) : [[path, textOf(member)] as const];
  });
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (isGroup(value))
    return `{ ${flatten(value)
      .map((leaf) => leaf.join(': '))
      .join(', ')} }`;
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return String(value);
}
