/** What shows a run, or keeps it elsewhere, decides nothing of it: no input of a stage. */
export const OBSERVER = 'type:observer';

/**
 * What decides which works are done, and carries them out: the runner of the stages, sweeps, this library. An input of a stage's task, so that
 * another runner looks anew at what is to be done, but not of a work's key: what it decides (settings, inputs, code) stands there itself.
 */
export const DRIVER = 'type:driver';
