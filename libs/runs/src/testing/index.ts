export { plausibleRun } from './plausible-run';
