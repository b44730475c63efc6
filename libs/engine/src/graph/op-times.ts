/** One operation of a run. */
export interface OpTime {
  /** As in the graph: the name scope with `/` where there was one, the operation's type, `_` and a number. */
  readonly name: string;
  /** What the executor ran in its place, where TensorFlow has rewritten the graph. */
  readonly op: string;
  /** Since the epoch. */
  readonly startMicros: number;
  readonly micros: number;
}

/** A serialized RunOptions that asks for times: `trace_level: FULL_TRACE`. */
export const TRACED = Uint8Array.of(0x08, 0x03);

type Field = number | Uint8Array;

/** The fields of a protobuf message: numbers, or bytes of texts and messages, in the order they come. */
function* fieldsOf(bytes: Uint8Array): Generator<[field: number, value: Field]> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [field, kind] = [Math.floor(tag / 8), tag & 7];
    if (kind === 0) yield [field, varint()];
    else {
      const length = kind === 2 ? varint() : kind === 1 ? 8 : 4;
      yield [field, bytes.subarray(at, at + length)];
      at += length;
    }
  }
}

function messages(bytes: Uint8Array, wanted: number): Uint8Array[] {
  return [...fieldsOf(bytes)].flatMap(([field, value]) => (field === wanted ? [value as Uint8Array] : []));
}

/** The operations of a serialized RunMetadata (tensorflow/core/framework/step_stats.proto), by their start. */
export function opTimes(metadata: Uint8Array): OpTime[] {
  const stepStats = messages(metadata, 1);
  const devices = stepStats.flatMap((stats) => messages(stats, 1));
  return devices
    .flatMap((device) => messages(device, 2))
    .map(opTime)
    .sort((one, other) => one.startMicros - other.startMicros);
}

/** Of a NodeExecStats. */
function opTime(stats: Uint8Array): OpTime {
  const fields = new Map(fieldsOf(stats));
  const number = (field: number) => (fields.get(field) as number | undefined) ?? 0;
  const text = (field: number) => Buffer.from((fields.get(field) as Uint8Array | undefined) ?? []).toString();
  const op = /=\s*(\w+)\(/.exec(text(8))?.[1] ?? '';
  return { name: text(1), op, startMicros: number(2) + number(3), micros: number(4) - number(3) };
}
