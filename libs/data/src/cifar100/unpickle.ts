import { UserError } from '@amcl/artifacts';
import { PickledArray, PickledType, textOf, type Pickled } from './pickled';

const ARRAY = new Set(['numpy.core.multiarray._reconstruct', 'numpy._core.multiarray._reconstruct']);
const DTYPE = 'numpy.dtype';
const ARRAY_CLASS = 'numpy.ndarray';

/**
 * The value of a pickle of protocol 2: numbers, texts, lists, dictionaries and numpy arrays, which is what the python archives of CIFAR
 * hold. It calls nothing: any other object is an error.
 * @param file where the bytes came from, for the errors
 * @throws UserError naming file and offset where the bytes are not such a pickle
 */
export function unpickle(bytes: Uint8Array, file: string): Pickled {
  return new Unpickler(bytes, file).value();
}

class Unpickler {
  private offset = 0;
  private stack: Pickled[] = [];
  /** Stacks that a mark has put aside. */
  private readonly below: Pickled[][] = [];
  private readonly memo = new Map<number, Pickled>();
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  value(): Pickled {
    for (;;) {
      const at = this.offset;
      const code = String.fromCharCode(this.number(1));
      if (code === '.') return this.pop();
      const step = STEPS[code];
      if (step === undefined)
        throw this.wrong(at, `one of the opcodes of numbers, texts, lists, dictionaries and arrays`, `'${code}'`);
      step(this);
    }
  }

  /** Little-endian, without sign unless of 4 bytes. */
  number(size: 1 | 2 | 4): number {
    const at = this.offset;
    this.take(size);
    if (size === 4) return this.view.getInt32(at, true);
    return size === 2 ? this.view.getUint16(at, true) : this.view.getUint8(at);
  }

  take(size: number): Uint8Array {
    const taken = this.bytes.subarray(this.offset, this.offset + size);
    if (size < 0 || taken.length < size) throw this.wrong(this.offset, `${size} bytes more`, `the end`);
    this.offset += size;
    return taken;
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.offset);
    const text = this.take(end - this.offset);
    this.offset++;
    return Buffer.from(text).toString('latin1');
  }

  push(value: Pickled): void {
    this.stack.push(value);
  }

  pop(): Pickled {
    if (this.stack.length === 0) throw this.wrong(this.offset, 'a value', 'none');
    return this.stack.pop() ?? null;
  }

  mark(): void {
    this.below.push(this.stack);
    this.stack = [];
  }

  /** What was pushed since the last mark. */
  popMarked(): Pickled[] {
    const marked = this.stack;
    const below = this.below.pop();
    if (below === undefined) throw this.wrong(this.offset, 'a mark', 'none');
    this.stack = below;
    return marked;
  }

  put(key: number): void {
    const value = this.pop();
    this.push(value);
    this.memo.set(key, value);
  }

  get(key: number): void {
    const value = this.memo.get(key);
    if (value === undefined) throw this.wrong(this.offset, 'a value that was kept', `number ${key}`);
    this.push(value);
  }

  /** Appends to the list below. */
  append(values: readonly Pickled[]): void {
    const list = this.pop();
    if (!Array.isArray(list)) throw this.wrong(this.offset, 'a list', typeof list);
    for (const value of values) list.push(value);
    this.push(list);
  }

  /** Sets keys and values, in turn, in the dictionary below. */
  set(items: readonly Pickled[]): void {
    const map = this.pop();
    if (!(map instanceof Map)) throw this.wrong(this.offset, 'a dictionary', typeof map);
    for (let index = 0; index < items.length; index += 2)
      map.set(textOf(items[index] ?? null), items[index + 1] ?? null);
    this.push(map);
  }

  /** Calls the function below with a tuple: makes an empty array, or a type. */
  call(): void {
    const [tuple, callee] = [this.pop(), this.pop()];
    const name = callee instanceof PickledType ? callee.name : '';
    const argument = Array.isArray(tuple) ? (tuple[0] ?? null) : null;
    if (ARRAY.has(name) && argument instanceof PickledType && argument.name === ARRAY_CLASS)
      this.push(new PickledArray());
    else if (name === DTYPE) this.push(new PickledType(textOf(argument)));
    else throw this.wrong(this.offset, 'a numpy array or its type', name);
  }

  /** Gives what was called its state. */
  build(): void {
    const [state, target] = [this.pop(), this.pop()];
    if (target instanceof PickledArray && Array.isArray(state)) {
      const [, shape, type, firstFastest, bytes] = state;
      if (!Array.isArray(shape) || !(type instanceof PickledType) || !(bytes instanceof Uint8Array))
        throw this.wrong(this.offset, 'version, shape, type, order and bytes of an array', 'another state');
      Object.assign(target, { shape: shape.map(Number), type: type.name, firstFastest: firstFastest === true, bytes });
    } else if (!(target instanceof PickledType))
      throw this.wrong(this.offset, 'a numpy array or its type', typeof target);
    this.push(target);
  }

  private wrong(offset: number, expected: string, found: string): UserError {
    return new UserError(`Expected ${expected} at byte ${offset} of ${this.file} but found ${found}.`);
  }
}

/** By opcode: https://github.com/python/cpython/blob/main/Lib/pickletools.py */
const STEPS: Readonly<Record<string, (machine: Unpickler) => void>> = {
  '\x80': (machine) => void machine.number(1),
  '}': (machine) => machine.push(new Map()),
  ']': (machine) => machine.push([]),
  ')': (machine) => machine.push([]),
  N: (machine) => machine.push(null),
  '\x88': (machine) => machine.push(true),
  '\x89': (machine) => machine.push(false),
  K: (machine) => machine.push(machine.number(1)),
  M: (machine) => machine.push(machine.number(2)),
  J: (machine) => machine.push(machine.number(4)),
  U: (machine) => machine.push(machine.take(machine.number(1))),
  T: (machine) => machine.push(machine.take(machine.number(4))),
  '(': (machine) => machine.mark(),
  t: (machine) => machine.push(machine.popMarked()),
  '\x85': (machine) => machine.push([machine.pop()]),
  '\x86': (machine) => machine.push([machine.pop(), machine.pop()].reverse()),
  '\x87': (machine) => machine.push([machine.pop(), machine.pop(), machine.pop()].reverse()),
  a: (machine) => machine.append([machine.pop()]),
  e: (machine) => machine.append(machine.popMarked()),
  s: (machine) => machine.set([machine.pop(), machine.pop()].reverse()),
  u: (machine) => machine.set(machine.popMarked()),
  q: (machine) => machine.put(machine.number(1)),
  r: (machine) => machine.put(machine.number(4)),
  h: (machine) => machine.get(machine.number(1)),
  j: (machine) => machine.get(machine.number(4)),
  c: (machine) => machine.push(new PickledType(`${machine.line()}.${machine.line()}`)),
  R: (machine) => machine.call(),
  b: (machine) => machine.build(),
};
