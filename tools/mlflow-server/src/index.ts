export { provideMlflow, type Mlflow } from './provide-mlflow';
export { startServer, type MlflowServer, type ServerSetting } from './start-server';
