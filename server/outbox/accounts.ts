import type { Runtime } from '../runtime.ts';

/** How often the providers are asked about the account. */
const everyMs = 10 * 60_000;
const timeoutMs = 15_000;

/** Keeps an eye on the providers' accounts: the credit that is left, and whether they know us at all. */
export function createAccountWatch(runtime: Runtime): { start(): void; stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> | undefined;
  const stopping = new AbortController();
  const look = () => {
    current ??= readAccounts(runtime, stopping.signal).finally(() => {
      current = undefined;
    });
  };
  return {
    start() {
      timer = setInterval(look, everyMs);
      look();
    },
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await current;
    },
  };
}

/** Asks each provider once. One that does not answer is logged; sending goes on and finds out by itself. */
async function readAccounts({ channels, metrics, log }: Runtime, stopping: AbortSignal): Promise<void> {
  for (const channel of Object.values(channels)) {
    if (!channel.account) continue;
    try {
      const { creditRial } = await channel.account(
        AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]),
      );
      if (creditRial === undefined) metrics.providerCreditRial.remove({ channel: channel.name });
      else metrics.providerCreditRial.set({ channel: channel.name }, creditRial);
    } catch (error) {
      if (stopping.aborted) return;
      // What it was before says nothing of now.
      metrics.providerCreditRial.remove({ channel: channel.name });
      log.warn({ err: error, channel: channel.name }, 'the provider did not tell about the account');
    }
  }
}
