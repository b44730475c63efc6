export { linkedCache } from './linked-cache';
