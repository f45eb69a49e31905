/** Rejects with `late`'s sentence when `work` takes longer than it may; what it comes to later is let go of. */
export async function within<T>(work: Promise<T>, maxMs: number, late = 'no answer in time'): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${late} (${maxMs} ms)`)), maxMs);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
