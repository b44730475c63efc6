export { trackWithMlflow } from './track-with-mlflow';
