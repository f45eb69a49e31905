import { StoreUnavailable } from './errors.ts';

interface Limit {
  /** On the clock of `performance.now()`; infinite where there is none. */
  readonly endsAt: number;
  /** Called once it is too late, before the caller is told. */
  readonly late?: () => void;
}

/** What `work` comes to, or `StoreUnavailable` once the time is over, whatever becomes of it then. */
export async function inTime<T>(work: Promise<T>, { endsAt, late }: Limit): Promise<T> {
  if (endsAt === Infinity) return work;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    const giveUp = () => {
      late?.();
      reject(new StoreUnavailable('the database does not answer', { transient: false }));
    };
    timer = setTimeout(giveUp, Math.max(0, endsAt - performance.now()));
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
