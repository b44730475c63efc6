/** Before the names of a method's parts in its module. */
export const ENCODER_PREFIX = 'encoder.';
export const HEAD_PREFIX = 'projection_head.';
export const PREDICTION_PREFIX = 'prediction_head.';
/** torchvision's name of a ResNet's last layer. */
export const CLASSIFIER_PREFIX = 'fc.';
export const TEMPERATURE_PREFIX = 'temperature.';
