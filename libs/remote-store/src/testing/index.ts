export { READ_TOKEN, startCacheServer, WRITE_TOKEN, type RunningServer } from './start-cache-server';
