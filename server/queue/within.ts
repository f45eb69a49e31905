/** What was waited for took too long. */
export class Late extends Error {
  override readonly name = 'Late';
}

/** Rejects with `Late`, and `late`'s sentence, when `work` takes longer than it may; what it comes to later is let go of. */
export async function within<T>(work: Promise<T>, maxMs: number, late = 'no answer in time'): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    // A turn later: where this process itself was busy for too long, an answer that has arrived still counts.
    const giveUp = () => setImmediate(() => reject(new Late(`${late} (${maxMs} ms)`)));
    timer = setTimeout(giveUp, maxMs);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
