// What was checked and what was found.

/** Counts checks, and tells each as soon as it is done. */
export class Report {
  #sound = 0;
  #faulty = 0;

  /**
   * Notes the checks of one place: each name with the faults that it found. A place
   * without faults takes one line.
   * @param {string} place
   * @param {[string, string[]][]} checks
   */
  note(place, checks) {
    const faulty = checks.filter(([, faults]) => faults.length > 0);
    this.#sound += checks.length - faulty.length;
    this.#faulty += faulty.length;
    const names = checks.map(([name, faults]) => (faults.length > 0 ? `${name}!` : name));
    console.log(`${faulty.length > 0 ? "FAULT" : "ok   "} ${place}: ${names.join(", ")}`);
    for (const [name, faults] of faulty) {
      for (const fault of faults) {
        console.log(`      ${name}: ${fault}`);
      }
    }
  }

  /**
   * Runs steps that throw at the first fault, and notes how far they came.
   * @param {string} place
   * @param {(step: (name: string) => void) => Promise<void>} steps
   */
  async walk(place, steps) {
    const done = [];
    let doing = "begins";
    const step = (name) => {
      done.push([doing, []]);
      doing = name;
    };
    try {
      await steps(step);
      done.push([doing, []]);
    } catch (error) {
      done.push([doing, [String(error?.message ?? error)]]);
    }
    this.note(place, done);
  }

  /** Tells how long something took. */
  async timed(name, work) {
    const before = performance.now();
    await work();
    console.log(`${name}: ${((performance.now() - before) / 1000).toFixed(1)} s`);
  }

  /** Tells the counts, and gives the exit code. A run without checks has failed. */
  end() {
    console.log(`${this.#sound} checks passed, ${this.#faulty} failed`);
    return this.#faulty === 0 && this.#sound > 0 ? 0 : 1;
  }
}
