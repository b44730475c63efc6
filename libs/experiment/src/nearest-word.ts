import { distance } from 'fastest-levenshtein';

/** The one of `words` that `word` was probably meant to be: at most a third of its letters differ; else null. */
export function nearestWord(words: readonly string[], word: string): string | null {
  const [nearest] = words
    .map((name) => ({ name, edits: distance(name.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return nearest && nearest.edits <= Math.ceil(word.length / 3) ? nearest.name : null;
}
