export { compileRecipe, type CompiledRecipe } from './compile-recipe';
export type { Crop } from './crop';
export { evalTransform } from './eval-transform';
export type { Normalization, Recipe } from './recipe';
export type { JitterStep, ViewParameters } from './sample-view';
export { viewStream } from './view-stream';
