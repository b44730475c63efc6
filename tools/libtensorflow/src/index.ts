export { findEngine } from './find-engine';
