import { nationalPhone } from '../../../../rules/phone.ts';
import { formatNumber } from '../../../../templates/formats.ts';
import type { Runtime } from '../../../runtime.ts';
import { writtenPhone } from '../components.tsx';
import { timeOfDay } from '../counter/words.ts';
import { suppressionWords } from '../message-words.ts';
import type { SentItem } from './reads.ts';

/** How good a state is, for its colour. */
export type Mood = 'good' | 'waiting' | 'bad' | 'held';

/** What became of a message, in a few words. */
export function stateWords(item: SentItem, runtime: Pick<Runtime, 'club'>): { mood: Mood; text: string } {
  switch (item.state) {
    case 'queued':
    case 'sending':
      return { mood: 'waiting', text: 'در راه' };
    case 'wired':
      return { mood: 'waiting', text: 'به اپراتور داده شد' };
    case 'delivered':
      return { mood: 'good', text: 'رسید' };
    case 'deferred':
      return { mood: 'held', text: `تا ساعت ${timeOfDay(item.dueAt, runtime)} نگه داشته شد` };
    case 'suppressed':
      return { mood: 'bad', text: `فرستاده نشد: ${suppressionWords(item.code)}` };
    case 'undelivered':
      return { mood: 'bad', text: 'نرسید' };
    case 'failed':
      return { mood: 'bad', text: `ناموفق${item.code === null ? '' : ` (${item.code})`}` };
    case 'unknown':
      return { mood: 'bad', text: 'سرنوشتش معلوم نیست' };
  }
}

/** A number as people read it; a chat by the number its simulated owner has. */
export function addressWords({ channel, address }: Pick<SentItem, 'channel' | 'address'>): string {
  return writtenPhone(nationalPhone(channel === 'sms' ? address : `+${address}`));
}

/** «۲ بخش»; chats have none. */
export function partsWords({ channel, parts }: Pick<SentItem, 'channel' | 'parts'>): string {
  return channel === 'sms' ? `${formatNumber(parts, 'fa')} بخش` : 'رایگان';
}
