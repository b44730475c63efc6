import { describe, expect, it } from 'vitest';
import { textOf, type Pickled, type PickledArray } from './pickled';
import { unpickle } from './unpickle';

// Made with Python's pickle and numpy, with texts written as Python 2 wrote them: files of the archive's kind, of 3 images of 4 bytes.
const ROWS = [
  'gAJ9cQAoVQlmaWxlbmFtZXNxAV1xAihVBWEucG5ncQNVBWIucG5ncQRVBWMucG5ncQVlVQtiYXRjaF9sYWJlbHEGVRV0cmFpbmluZyBiYXRjaC',
  'AxIG9mIDFxB1ULZmluZV9sYWJlbHNxCF1xCShLE00sAUpwEQEAZVUNY29hcnNlX2xhYmVsc3EKXXELKEsLSw9K/P///2VVBGRhdGFxDGNudW1w',
  'eS5jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnENY251bXB5Cm5kYXJyYXkKcQ5LAIVxD1UBYnEQh3ERUnESKEsBSwNLBIZxE2NudW1weQ',
  'pkdHlwZQpxFFUCdTFxFYmIh3EWUnEXKEsDVQF8cRhOTk5K/////0r/////SwB0cRliiVUMABUqP1RpfpOovdLncRp0cRtidS4=',
].join('');
/** Also an array in Fortran's order, an empty list, one of one item, tuples, true and false. */
const COLUMNS = [
  'gAJ9cQAoVQRkYXRhcQFjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAmNudW1weQpuZGFycmF5CnEDSwCFcQRVAWJxBYdxBl',
  'JxByhLAUsDSwSGcQhjbnVtcHkKZHR5cGUKcQlVAnUxcQqJiIdxC1JxDChLA1UBfHENTk5OSv////9K/////0sAdHEOYohVDABUqBVpvSp+0j+T',
  '53EPdHEQYlUFZW1wdHlxEV1xElUDb25lcRNdcRRLB2FVAXRxFUsBSwIoSwNLBEsFSwZ0cRaHcRdVBXR3aWNlcRhdcRkoiYhldS4=',
].join('');

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
const read = (bytes: Uint8Array): Map<string, Pickled> => unpickle(bytes, 'train in c.tar.gz') as Map<string, Pickled>;

describe('unpickle', () => {
  it('reads texts, numbers, lists and an array', () => {
    const value = read(bytesOf(ROWS));
    expect([...value.keys()]).toEqual(['filenames', 'batch_label', 'fine_labels', 'coarse_labels', 'data']);
    expect((value.get('filenames') as Pickled[]).map(textOf)).toEqual(['a.png', 'b.png', 'c.png']);
    expect(textOf(value.get('batch_label') ?? null)).toBe('training batch 1 of 1');
    expect(value.get('fine_labels')).toEqual([19, 300, 70_000]);
    expect(value.get('coarse_labels')).toEqual([11, 15, -4]);
    const data = value.get('data') as PickledArray;
    expect(data).toMatchObject({ shape: [3, 4], type: 'u1', firstFastest: false });
    expect([...data.bytes]).toEqual([0, 21, 42, 63, 84, 105, 126, 147, 168, 189, 210, 231]);
  });

  it('says in which order an array is, and keeps tuples in theirs', () => {
    const value = read(bytesOf(COLUMNS));
    expect(value.get('data')).toMatchObject({ shape: [3, 4], firstFastest: true });
    expect([...(value.get('data') as PickledArray).bytes]).toEqual([
      0, 84, 168, 21, 105, 189, 42, 126, 210, 63, 147, 231,
    ]);
    expect(value.get('empty')).toEqual([]);
    expect(value.get('one')).toEqual([7]);
    expect(value.get('t')).toEqual([1, 2, [3, 4, 5, 6]]);
    expect(value.get('twice')).toEqual([false, true]);
  });

  it('names file and offset where it ends too early', () => {
    const bytes = bytesOf(ROWS);
    for (let length = 0; length < bytes.length; length++)
      expect(() => read(bytes.subarray(0, length))).toThrow(
        /^Expected .* at byte \d+ of train in c\.tar\.gz but found/,
      );
    expect(() => read(bytes.subarray(0, 300))).toThrow(
      'Expected 12 bytes more at byte 300 of train in c.tar.gz but found the end.',
    );
  });

  it.each([
    ['a call of it', 'cos\nsystem\n(U\x02lstR.', 'os.system'],
    ['text of Python 3', 'X\x01\0\0\0a.', "'X'"],
    ['a list that is none', 'K\x01(K\x02e.', 'number'],
    ['a mark too few', 't.', 'none'],
  ])('refuses %s', (_, pickle, found) => {
    expect(() => unpickle(Buffer.from(pickle, 'latin1'), 'meta')).toThrow(`of meta but found ${found}`);
  });
});
