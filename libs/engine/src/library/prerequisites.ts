import { execFile } from 'node:child_process';
import { pinnedWheel } from './pinned-wheel';
import { requestedLibrary, type LibraryChoice } from './requested';

/** A thing that libtensorflow:provide needs of the machine. */
export interface Prerequisite {
  /** What it is, for a person. */
  name: string;
  /** The command to run it by; null where the machine lacks it. */
  command: string | null;
  /** What it says of its version, or why it is lacking. */
  version: string;
  /** What to install where it is lacking. */
  fix: string;
}

/** A Python 3 that has pip: it fetches the wheel. */
export function findPython(): Promise<Prerequisite> {
  return find({
    name: 'Python 3 with pip',
    candidates: ['python3', 'python'],
    args: ['-m', 'pip', '--version'],
    fix: 'Install python3-pip (Debian and Ubuntu: apt-get install python3-pip; Fedora: dnf install python3-pip).',
  });
}

/** A C++17 compiler: `CXX`, or the system's. It makes the binding. */
export function findCompiler(): Promise<Prerequisite> {
  return find({
    name: 'a C++ compiler',
    candidates: [process.env['CXX'] ?? '', 'g++', 'clang++', 'c++'].filter((name) => name !== ''),
    args: ['--version'],
    fix: 'Install g++ (Debian and Ubuntu: apt-get install g++; Fedora: dnf install gcc-c++).',
  });
}

/**
 * A libtensorflow made for this system. The wheels want Linux with glibc, on x64 or arm64, the GPU's on x64; a folder
 * of the user's wants Linux.
 */
export function findPlatform(choice: LibraryChoice = requestedLibrary()): Prerequisite {
  const libc = process.platform === 'linux' ? (glibcVersion() ? 'glibc' : 'musl') : '';
  const wheel = typeof choice === 'string' ? pinnedWheel(choice) !== null && libc === 'glibc' : libc !== '';
  const kind = typeof choice === 'string' ? choice : 'directory';
  return {
    name: `a libtensorflow (${kind}) for this system`,
    command: wheel ? kind : null,
    version: [process.platform, process.arch, libc].join(' ').trim(),
    fix: 'Use Linux with glibc on x64 or arm64 (for a GPU: x64).',
  };
}

function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}

async function find(wanted: {
  name: string;
  candidates: string[];
  args: string[];
  fix: string;
}): Promise<Prerequisite> {
  const { name, fix } = wanted;
  for (const command of wanted.candidates) {
    const version = await firstLine(command, wanted.args);
    if (version !== null) return { name, command, version, fix };
  }
  return { name, command: null, version: `none of ${wanted.candidates.join(', ')} works`, fix };
}

function firstLine(command: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, (error, stdout) => resolve(error ? null : (stdout.split('\n')[0] ?? '').trim()));
  });
}
