/** What we use of jstat, which has no types of its own. */
declare module 'jstat' {
  export const jStat: {
    /** Student's t distribution. */
    readonly studentt: {
      cdf(x: number, degreesOfFreedom: number): number;
      inv(p: number, degreesOfFreedom: number): number;
    };
  };
}
