/** Adds up what steps and the waiting before them took. */
export class StepWatch {
  private steps = 0;
  private views = 0;
  private stepping = 0;
  private waiting = 0;

  /** @param stepped, waited in milliseconds */
  add(stepped: number, waited: number, views: number): void {
    this.steps++;
    this.views += views;
    this.stepping += stepped;
    this.waiting += waited;
  }

  get viewsPerSecond(): number {
    return this.steps === 0 ? 0 : (1000 * this.views) / (this.stepping + this.waiting);
  }

  get waitingShare(): number {
    return this.steps === 0 ? 0 : this.waiting / (this.stepping + this.waiting);
  }

  minutesFor(steps: number): number {
    return this.steps === 0 ? NaN : ((this.stepping + this.waiting) / this.steps / 60_000) * steps;
  }
}
