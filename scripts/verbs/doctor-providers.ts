import { SendError } from '../../channels/types.ts';
import type { Channel, ProviderAccount } from '../../channels/types.ts';
import { bad, fine, look } from '../../server/finding.ts';
import type { Finding } from '../../server/finding.ts';
import type { Runtime } from '../../server/runtime.ts';
import { formatMoney } from '../../templates/formats.ts';
import { count } from './print.ts';

const timeoutMs = 10_000;

/** Whether each provider knows us, has credit, and agrees about the time. They are asked all at once. */
export async function looksAtProviders(runtime: Runtime): Promise<Finding[]> {
  const channels = Object.values(runtime.channels);
  if (channels.length === 0) {
    return [
      look(
        'channels',
        'none is set up: nobody is written to',
        'Set KAVENEGAR_API_KEY, or SIMULATOR=on to try.',
      ),
    ];
  }
  return (await Promise.all(channels.map((channel) => looksAtChannel(runtime, channel)))).flat();
}

const settings: Readonly<Record<Channel['name'], string>> = {
  sms: 'KAVENEGAR_API_KEY',
  telegram: 'TELEGRAM_BOT_TOKEN',
  bale: 'BALE_BOT_TOKEN',
  ussd: 'USSD_CODE',
};

async function looksAtChannel(runtime: Runtime, channel: Channel): Promise<Finding[]> {
  const { name } = channel;
  if (channel.simulated) {
    return [look(name, 'the simulator: nothing leaves this machine', `Set ${settings[name]} to go live.`)];
  }
  if (!channel.account) return [];
  try {
    const account = await channel.account(AbortSignal.timeout(timeoutMs));
    return [
      fine(name, `the provider knows us: ${account.identity}`),
      ...(await looksAtCredit(runtime, name, account)),
      ...looksAtClock(name, account),
    ];
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    return [unanswered(name, error)];
  }
}

function unanswered(name: Channel['name'], { fault, code }: SendError): Finding {
  const key = settings[name];
  if (fault === 'account' || fault === 'rejected') {
    return bad(name, `the provider refuses us (${code})`, `Check ${key} and the account at the provider.`);
  }
  return bad(
    name,
    `the provider cannot be reached (${code})`,
    "Check this machine's way to the internet, then try again.",
  );
}

const dayMs = 24 * 3_600_000;
const rateDays = 7;
const daysWanted = 7;
const daysMin = 1;

async function looksAtCredit(
  runtime: Runtime,
  name: Channel['name'],
  { creditRial }: ProviderAccount,
): Promise<Finding[]> {
  if (creditRial === undefined) return [];
  const aDay = (await spentRial(runtime, name)) / rateDays;
  const credit = `credit: ${formatMoney(Math.floor(creditRial), 'en')}`;
  const cure = 'Charge the account at the provider.';
  if (creditRial <= 0) return [bad(name, credit, cure)];
  if (aDay === 0) return [fine(name, `${credit}; nothing was spent in the last ${count(rateDays, 'day')}`)];
  const days = Math.floor(creditRial / aDay);
  const what = `${credit}, for ${days < 1 ? 'less than a day' : count(days, 'day')} at last week's rate`;
  if (days >= daysWanted) return [fine(name, what)];
  return [days < daysMin ? bad(name, what, cure) : look(name, what, cure)];
}

/** What the last days' messages cost: what was charged, or where that is not known what it was reckoned to be. */
async function spentRial({ store, clock }: Runtime, channel: string): Promise<number> {
  const row = await store.one<{ spent: number | string | null }>(
    `SELECT SUM(COALESCE(charged_rial, cost_rial)) AS spent FROM outbox WHERE channel = ? AND wired_at > ?`,
    [channel, clock.now() - rateDays * dayMs],
  );
  return Number(row?.spent ?? 0);
}

/** The provider tells its time to the second. */
const clockOffMax = 60_000;

function looksAtClock(name: Channel['name'], { clockAheadMs }: ProviderAccount): Finding[] {
  if (clockAheadMs === undefined) return [];
  const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
  if (Math.abs(clockAheadMs) <= clockOffMax)
    return [fine(name, `the clocks agree to ${count(seconds, 'second')}`)];
  const what = `this machine's clock is ${count(seconds, 'second')} ${clockAheadMs > 0 ? 'behind' : 'ahead of'} the provider's`;
  return [look(name, what, 'Set the clock by the network: timedatectl set-ntp true')];
}
