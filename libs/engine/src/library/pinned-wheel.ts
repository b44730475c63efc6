/** A wheel on PyPI that holds libtensorflow. */
export interface PinnedWheel {
  /** The package's name. */
  name: 'tensorflow-cpu' | 'tensorflow';
  version: string;
  /** pip's name for the platform. */
  platform: string;
  /** pip's name for the Python it is made for; any Python can fetch it. */
  python: string;
  sha256: string;
  bytes: number;
  /** Of what is unpacked of it. */
  unpackedBytes: number;
}

const common = { version: '2.21.0', python: '3.11' } as const;

/** By Node's architecture and what was asked for. PyPI's aarch64 wheel knows no GPU, and has no -cpu variant. */
const WHEELS: Readonly<Record<string, PinnedWheel>> = {
  'x64-cpu': {
    ...common,
    name: 'tensorflow-cpu',
    platform: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    bytes: 273_829_956,
    unpackedBytes: 854_000_000,
  },
  'x64-gpu': {
    ...common,
    name: 'tensorflow',
    platform: 'manylinux_2_27_x86_64',
    sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
    bytes: 572_440_367,
    unpackedBytes: 1_260_000_000,
  },
  'arm64-cpu': {
    ...common,
    name: 'tensorflow',
    platform: 'manylinux_2_27_aarch64',
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    bytes: 281_828_020,
    unpackedBytes: 884_000_000,
  },
};

/** The wheel to fetch on this machine, null where there is none. */
export function pinnedWheel(choice: 'cpu' | 'gpu'): PinnedWheel | null {
  return process.platform === 'linux' ? (WHEELS[`${process.arch}-${choice}`] ?? null) : null;
}
