import { UserError } from '@amcl/artifacts';
import { SHAPE } from '../cifar/records';
import type { DataSource, ImagePart, LabelledSplit } from '../data-set';
import { planarImages, recordBytes, type PlanarLayout } from '../planar-images';
import { readPieces, type Wanted } from '../read-archive';
import { CLASSES, SPLITS, type Edition } from './edition';
import { PickledArray, textOf, type Pickled } from './pickled';
import { unpickle } from './unpickle';

const META = 'meta';
const LAYOUT: PlanarLayout = { shape: SHAPE, header: 0, order: 'rows' };
/** Images of a part. */
const PER_PART = 10_000;

type Opened = Pick<DataSource, 'classNames' | 'labels' | 'partCount' | 'parts'>;

/** The official python archive: a pickle for each split and one of the classes' names, each whole in memory while it is read. */
export async function openPythonArchive(
  path: string,
  edition: Edition,
  mend: string,
  signal: AbortSignal,
): Promise<Opened> {
  const wanted: Wanted = { names: [...SPLITS, META], md5s: new Map(Object.entries(edition.pythonMd5)), mend };
  const labels: Partial<Record<LabelledSplit, Uint8Array>> = {};
  let classNames: string[] = [];
  for await (const { name, bytes } of readPieces(path, wanted)) {
    signal.throwIfAborted();
    const file = `${name} in ${path}`;
    const pickled = dictionary(bytes, file);
    if (name === META) classNames = listOf(pickled, 'fine_label_names', file).map(textOf);
    else labels[name as LabelledSplit] = labelsOf(pickled, edition.images[name as LabelledSplit], file);
  }
  const counts = Object.values(edition.images);
  return {
    classNames,
    labels: labels as Opened['labels'],
    partCount: counts.reduce((sum, count) => sum + Math.ceil(count / PER_PART), 0),
    parts: () => readParts(path, { ...wanted, names: SPLITS }, edition),
  };
}

async function* readParts(
  path: string,
  wanted: Wanted,
  { images }: Edition,
): AsyncGenerator<ImagePart, void, undefined> {
  for await (const { name, bytes } of readPieces(path, wanted)) {
    const split = name as LabelledSplit;
    const records = recordsOf(dictionary(bytes, name), images[split], `${name} in ${path}`);
    const size = PER_PART * recordBytes(LAYOUT);
    for (let start = 0; start < records.length; start += size)
      yield { split, images: planarImages(records.subarray(start, start + size), LAYOUT) };
  }
}

function dictionary(bytes: Uint8Array, file: string): Map<string, Pickled> {
  const value = unpickle(bytes, file);
  if (value instanceof Map) return value;
  throw new UserError(`Expected a dictionary in ${file} but found another value.`);
}

function listOf(pickled: Map<string, Pickled>, key: string, file: string): Pickled[] {
  const list = pickled.get(key);
  if (Array.isArray(list)) return list;
  throw new UserError(`Expected a list ${key} in ${file} but found ${[...pickled.keys()].join(', ')}.`);
}

function labelsOf(pickled: Map<string, Pickled>, count: number, file: string): Uint8Array {
  const labels = listOf(pickled, 'fine_labels', file).map(Number);
  const wrong = labels.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < CLASSES));
  if (labels.length === count && wrong === -1) return Uint8Array.from(labels);
  const found = wrong === -1 ? `${labels.length} labels` : `${labels[wrong]} as label ${wrong}`;
  throw new UserError(
    `Expected ${count} labels from 0 to ${CLASSES - 1} as fine_labels of ${file} but found ${found}.`,
  );
}

/** Planar images, one after the other. */
function recordsOf(pickled: Map<string, Pickled>, count: number, file: string): Uint8Array {
  const data = pickled.get('data');
  const bytes = recordBytes(LAYOUT);
  if (!(data instanceof PickledArray)) throw new UserError(`Expected an array data in ${file} but found none.`);
  const { shape, type, firstFastest } = data;
  if (type !== 'u1' || shape.join(' x ') !== `${count} x ${bytes}` || data.bytes.length !== count * bytes)
    throw new UserError(
      `Expected data of ${count} x ${bytes} uint8 in ${file} but found ${shape.join(' x ')} of ${type}.`,
    );
  return firstFastest
    ? planarImages(data.bytes, { shape: [count, bytes, 1], header: 0, order: 'columns' })
    : data.bytes;
}
