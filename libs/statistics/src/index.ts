export { compareMeans, type Difference, type SeededValue } from './compare-means';
export { holm } from './holm';
export { mean, sampleDeviation, summarize, type Interval, type Summary } from './summarize';
export { pairedTTest, welchTTest, type TestResult } from './t-tests';
