import type { Check } from '../check';

/** The lowest patch that serves, by major version (`engines` of package.json); later majors serve all. */
const LOWEST: Readonly<Record<number, number>> = { 20: 19, 22: 13 };
const NEWEST = 24;

/** Whether this version of Node runs the stages. */
export function checkNode(version: string = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const lowest = LOWEST[major];
  const serves = major >= NEWEST || (lowest !== undefined && minor >= lowest);
  const check = { name: 'Node', found: version };
  return serves
    ? { ...check, state: 'ok' }
    : { ...check, state: 'failed', fix: 'Install Node 20.19, 22.13, 24 or later.' };
}
