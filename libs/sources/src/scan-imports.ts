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

/** Whether a quoted text after these tokens names a module. */
function namesModule(before: readonly string[]): boolean {
  const [fourth, third, second, last] = before.slice(-4);
  if (last === 'from' || last === 'import') return second !== '.';
  if (last !== '(') return false;
  if (second === 'import' || second === 'require') return third !== '.' || fourth === '.'; // a.require(), but ...require()
  return second === 'resolve' && third === '.' && fourth === 'require';
}

/**
 * The modules that a TypeScript or JavaScript source names: `import` and `export ... from` (types too), side-effect
 * imports, `import()`, `import x = require()`, `require()` and `require.resolve()` of a quoted text. In order, as written.
 *
 * It reads tokens, not grammar: comments, texts, templates and regular expressions are told apart, nothing else is.
 * A scan of 100 kB takes some milliseconds; loading a parser takes hundreds.
 */
export function scanImports(source: string): string[] {
  const found: string[] = [];
  const before: string[] = ['', '', '', '']; // the last tokens
  const braces: number[] = []; // depth of braces inside each open `${`
  let at = 0;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const result = pattern.exec(source);
    if (result) at = pattern.lastIndex;
    return result;
  };
  const template = (): void => {
    const end = match(templatePart)?.[1];
    if (end === '${') braces.push(0);
    before.push(end === '${' ? '(' : '``');
  };

  while (at < source.length) {
    const start = at;
    const [, word, quoted, backtick, blank, other = ''] = match(token) ?? [];
    if (blank !== undefined) continue;
    if (word !== undefined) before.push(word);
    else if (quoted !== undefined) {
      if (namesModule(before)) found.push(quoted.slice(1, -1));
      before.push("''");
    } else if (backtick !== undefined) template();
    else if (other === '}' && braces.at(-1) === 0) {
      braces.pop();
      template();
    } else if (other === '/' && startsExpression(before.at(-1))) {
      at = start;
      if (match(regularExpression)) before.push('//');
      else at = start + 1;
    } else {
      const depth = braces.length - 1;
      if (depth >= 0 && other === '{') braces[depth] = (braces[depth] ?? 0) + 1;
      if (depth >= 0 && other === '}') braces[depth] = (braces[depth] ?? 0) - 1;
      before.push(other);
    }
    if (before.length > 8) before.splice(0, 4);
  }
  return found;
}

/** Whether a value may start after this token, so that a slash is a regular expression and not a division. */
function startsExpression(last: string | undefined): boolean {
  if (last === undefined || operators.has(last)) return true;
  return !/^(?:[)\]}]|''|``|\/\/|[\p{ID_Continue}$])/u.test(last);
}
