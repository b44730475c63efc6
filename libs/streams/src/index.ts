export { pipelined, type PipelinedOptions } from './pipelined';
