import { tokenize } from './tokenize';

/** A module that a source names, and what it takes of it. */
export interface NamedModule {
  /** As written. */
  readonly specifier: string;
  /** The names that are taken, as the module calls them; null where it is all of it, or what cannot be told. */
  readonly names: readonly string[] | null;
}

/** `export { original as name } from` of a module that does nothing else; `*` for both where it passes all on. */
export interface PassedOn {
  readonly specifier: string;
  readonly original: string;
  readonly name: string;
}

/** What a source says of other modules. */
export interface Module {
  readonly imports: readonly NamedModule[];
  /** The modules of which it takes types alone. */
  readonly types: readonly string[];
  /** Of a barrel, a source that holds nothing but `export ... from`: what it passes on; null of any other. */
  readonly barrel: readonly PassedOn[] | null;
  /** Whether it may open files beside it by their path: it says `__dirname`. */
  readonly opensFiles: boolean;
}

/**
 * The modules that a TypeScript or JavaScript source needs when it runs: `import` and `export ... from`, side-effect imports, `import()`,
 * `import x = require()`, `require()` and `require.resolve()` of a quoted text, in order. Types are gone then, so `import type`,
 * `export type` and names marked `type` count for nothing.
 *
 * It reads tokens, not grammar: a scan of 100 kB takes some milliseconds; loading a parser takes hundreds.
 */
export function scanModule(source: string): Module {
  const imports: NamedModule[] = [];
  const types: string[] = [];
  const passedOn: PassedOn[] = [];
  const before: string[] = ['', '', '', '']; // the last tokens
  let clause: string[] | null = null; // the tokens since `import` or `export`, itself included
  let barrel = true;
  let opensFiles = false;

  for (const { text, kind } of tokenize(source)) {
    const last = before.at(-1);
    if (kind === 'quoted') {
      const specifier = text.slice(1, -1);
      if (clause !== null && (last === 'from' || last === 'import')) {
        const names = readClause(clause);
        if (names === null) types.push(specifier);
        else imports.push({ specifier, names: names === '*' ? null : names.map(({ original }) => original) });
        if (clause[0] === 'export')
          passedOn.push(
            ...(names === '*' ? [star(specifier, clause)] : (names ?? []).map((name) => ({ specifier, ...name }))),
          );
        else if (names !== null) barrel = false;
        clause = null;
      } else {
        if (takesModule(before)) imports.push({ specifier, names: null });
        barrel = false;
      }
    } else if (kind === 'word' && (text === 'import' || text === 'export') && last !== '.') {
      if (clause !== null) barrel = false; // what came after the last keyword was no clause
      clause = [text];
    } else if (clause !== null && (kind === 'word' || '{},*'.includes(text))) {
      clause.push(text);
    } else if (clause !== null || text !== ';') {
      clause = null;
      barrel = false;
    }
    if (text === '__dirname') opensFiles = true;
    before.push(kind === 'quoted' ? "''" : text);
    if (before.length > 8) before.splice(0, 4);
  }
  return { imports, types, barrel: barrel && clause === null && passedOn.length > 0 ? passedOn : null, opensFiles };
}

/** Whether a quoted text after these tokens names a module that the program loads, or asks the place of. */
function takesModule(before: readonly string[]): boolean {
  const [fourth, third, second, last] = before.slice(-4);
  if (last !== '(') return false;
  if (second === 'import' || second === 'require') return third !== '.' || fourth === '.'; // a.require(), but ...require()
  return second === 'resolve' && third === '.' && fourth === 'require';
}

/**
 * The names of an import or export clause, which ends with `from`, or is the keyword alone.
 * @returns `*` where it is all of the module; null where it is types alone
 */
function readClause([, ...tokens]: readonly string[]): { original: string; name: string }[] | '*' | null {
  if (tokens.length === 0) return []; // import 'x'
  if (tokens[0] === 'type' && !['from', ','].includes(tokens[1] ?? '')) return null;
  if (tokens.includes('*')) return '*';
  const open = tokens.indexOf('{');
  const start = tokens[0] ?? '';
  const names = start === '{' ? [] : [{ original: 'default', name: 'default' }];
  if (open === -1) return names;
  const inner = tokens
    .slice(open + 1, tokens.lastIndexOf('}'))
    .join(' ')
    .split(',');
  const parts = inner.map((part) => part.trim().split(' ')).filter(([first]) => first !== '');
  const values = parts.filter(([first, second]) => first !== 'type' || second === undefined || second === 'as');
  if (values.length + names.length === 0 && parts.length > 0) return null;
  return [...names, ...values.map((part) => ({ original: part[0] ?? '', name: part.at(-1) ?? '' }))];
}

/** `export * from`, or `export * as name from`. */
function star(specifier: string, clause: readonly string[]): PassedOn {
  const as = clause.indexOf('as');
  return { specifier, original: '*', name: as === -1 ? '*' : (clause[as + 1] ?? '*') };
}
