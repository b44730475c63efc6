/** Identifier, quoted text, start of a template, comment or blank, and any other character, in this order, with the blanks after it. */
const token =
  /(?:([\p{ID_Start}$_][\p{ID_Continue}$]*)|('(?:[^'\\\n]|\\[^])*'?|"(?:[^"\\\n]|\\[^])*"?)|(`)|(\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|\s+)|([^]))\s*/uy;
const templatePart = /(?:[^`\\$]|\\[^]|\$(?!\{))*(`|\$\{|$)/uy;
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[\p{ID_Continue}$]*/uy;

/** After these words a slash starts a regular expression; after any other word it divides. */
const operators = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'new',
  'else',
  'do',
  'await',
  'yield',
]);

export interface Token {
  /** As written; of a template its parts are one token each, `(` before an expression in it, and of a regular expression `//`. */
  readonly text: string;
  readonly kind: 'word' | 'quoted' | 'other';
}

/** The tokens of a TypeScript or JavaScript source: comments are left out; texts, templates and regular expressions are told apart, nothing else is. */
export function* tokenize(source: string): Generator<Token> {
  const braces: number[] = []; // depth of braces inside each open `${`
  let at = 0;
  let last: string | undefined;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const result = pattern.exec(source);
    if (result) at = pattern.lastIndex;
    return result;
  };
  const template = (): Token => {
    const end = match(templatePart)?.[1];
    if (end === '${') braces.push(0);
    return { text: end === '${' ? '(' : '``', kind: 'other' };
  };
  const character = (text: string, start: number): Token => {
    if (text === '}' && braces.at(-1) === 0) {
      braces.pop();
      return template();
    }
    if (text === '/' && startsExpression(last)) {
      at = start;
      if (match(regularExpression)) return { text: '//', kind: 'other' };
      at = start + 1;
      return { text, kind: 'other' };
    }
    const depth = braces.length - 1;
    if (depth >= 0 && text === '{') braces[depth] = (braces[depth] ?? 0) + 1;
    if (depth >= 0 && text === '}') braces[depth] = (braces[depth] ?? 0) - 1;
    return { text, kind: 'other' };
  };

  while (at < source.length) {
    const start = at;
    const [, word, quoted, backtick, blank, other = ''] = match(token) ?? [];
    if (blank !== undefined) continue;
    const found: Token =
      word !== undefined
        ? { text: word, kind: 'word' }
        : quoted !== undefined
          ? { text: quoted, kind: 'quoted' }
          : backtick !== undefined
            ? template()
            : character(other, start);
    last = found.kind === 'quoted' ? "''" : found.text;
    yield found;
  }
}

/** Whether a value may start after this token, so that a slash is a regular expression and not a division. */
function startsExpression(last: string | undefined): boolean {
  if (last === undefined || operators.has(last)) return true;
  return !/^(?:[)\]}]|''|``|\/\/|[\p{ID_Continue}$])/u.test(last);
}
