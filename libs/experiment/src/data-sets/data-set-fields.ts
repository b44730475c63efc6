import { z } from 'zod';
import { section, sha256, text, whole } from '../fields';
import { dataSets, type DataSetFacts, type DataSetName } from './facts';

/** `{ url, sha256 }`: a mirror of the official file. */
const mirror = section({
  /** Where the official file lies, `https://` or `http://`. */
  url: z.string({ error: 'an http or https URL' }).regex(/^https?:\/\/\S+$/, { error: 'an http or https URL' }),
  /** Of the file: what is fetched is checked against it, and kept in the user's cache. */
  sha256: sha256(),
});

/** `file:<path>`, absolute or from the workspace's root. */
export const fileSource = (what: string) =>
  z.templateLiteral(['file:', z.string().min(1)], { error: `'file:<path of ${what}>'` });

/** The official file of a data set by path or mirror. */
export function archiveSource(file: string) {
  const error = `'file:<path of ${file}>' or { url, sha256 } of it`;
  return z.union([fileSource(file), mirror], { error });
}

/** The same where a pinned npm package holds the data set, which is then the default. */
export function npmOrArchiveSource(file: string) {
  const error = `'npm', 'file:<path of ${file}>' or { url, sha256 } of it`;
  return z.union([z.literal('npm'), fileSource(file), mirror], { error }).default('npm');
}

/** Images to take and to hold out, which every data set has. */
export function parts(name: DataSetName) {
  const facts: DataSetFacts = dataSets[name];
  const step = facts.classes ?? 1;
  const upTo = (most: number | null) => whole({ min: step, ...(most === null ? {} : { max: most }) }, step);
  return {
    /** A class-balanced subset drawn with the experiment's seed: images in all, a multiple of the classes; `null` takes every image. */
    limit: section({ train: upTo(facts.train), test: upTo(facts.test) })
      .nullable()
      .default(null),
    /**
     * So many training images, class-balanced and drawn with the experiment's seed, are held out and take the place of the test split:
     * hyper-parameters are chosen on them. They come off before `limit`, whose `test` then counts them. `null` measures on the test split.
     */
    holdOut: upTo(facts.train).nullable().default(null),
  };
}

export const revision = () =>
  /** Any text. The files of a folder are looked at when ingest runs and not before: change it when they have changed. */
  text('a text that names the state of the files, as a date').default('1');
