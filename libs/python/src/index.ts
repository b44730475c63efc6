export { findPython, type Python } from './find-python';
export { provideEnvironment, type PythonPackages } from './provide-environment';
export { runPython, type PythonResult } from './run-python';
