export { describeCurves, type CurveComparison } from './compare-curves';
