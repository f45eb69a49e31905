import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeMessage } from '../../server/testing/fake-kavenegar-service.ts';
import { asForm, asQuery, insist, Unanswered } from './caller.ts';
import type { Doors } from './caller.ts';
import type { Oracle } from './oracle.ts';
import type { Random } from './random.ts';

/** 4, 5: with the operator; 10: delivered; 11: undelivered. They come in order, or not, and more than once. */
const sequences: readonly [number[], ...number[][]] = [
  ...([[10], [5, 10], [10, 4], [10, 10], [11], [11, 10], [4, 5, 10, 10]] satisfies [number[], ...number[][]]),
];
const lookEveryMs = 100;
const gapMaxMs = 1500;

export interface ReportsOptions extends Doors {
  readonly oracle: Oracle;
  readonly messages: readonly FakeMessage[];
  readonly channelSecret: string;
  readonly random: Random;
}

export interface Reports {
  /** How many reports are still to be acknowledged. */
  open(): number;
  /** Reports on nothing new any more. */
  stop(): void;
}

/** Calls back for each message that the provider has taken, each report until it is answered 200. */
export function startReports(options: ReportsOptions): Reports {
  const { messages, random, signal } = options;
  let [next, open, stopped] = [0, 0, false];
  const watch = async () => {
    while (!stopped && !signal.aborted) {
      for (; next < messages.length; next++) {
        const message = messages[next];
        if (!message) break;
        open += 1;
        void report(options, message, random.fork(`report ${next}`)).finally(() => (open -= 1));
      }
      await sleep(lookEveryMs);
    }
  };
  void watch();
  return { open: () => open + messages.length - next, stop: () => (stopped = true) };
}

async function report(options: ReportsOptions, { messageid }: FakeMessage, random: Random): Promise<void> {
  const { oracle, channelSecret } = options;
  const path = `/channels/kavenegar/${channelSecret}/status`;
  for (const status of random.pick(sequences)) {
    await sleep(random.whole(0, gapMaxMs));
    const fields = { messageid: String(messageid), status: String(status) };
    const request = random.chance(0.5)
      ? asForm(path, fields)
      : asQuery(`${path}?${new URLSearchParams(fields).toString()}`);
    try {
      const answer = await insist(options, random, request);
      if (answer.status !== 200) oracle.refused.push(`report of ${messageid} was refused: ${answer.status}`);
      else acknowledge(oracle, messageid, status);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      oracle.refused.push(`report of ${messageid}: ${error.message}`);
    }
  }
}

function acknowledge({ reports }: Oracle, messageid: number, status: number): void {
  const known = reports.get(messageid) ?? new Set();
  reports.set(messageid, known.add(status));
}
