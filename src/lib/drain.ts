/** What work in slices comes to, done at once. */
export function drain<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { value, done } = work.next();
    if (done) return value;
  }
}
