/** What channels are called on the pages. */
const channelNames: Readonly<Record<string, string>> = { sms: 'پیامک', telegram: 'تلگرام', bale: 'بله' };

export function channelName(channel: string): string {
  return channelNames[channel] ?? channel;
}

/** Why a message was not sent, by the code that the outbox keeps. */
const suppressions: Readonly<Record<string, string>> = {
  'opted-out': 'لغو۱۱',
  'address-dead': 'نشانی بسته است',
  expired: 'دیر شده بود',
  undone: 'خرید برگردانده شد',
  discarded: 'کنار گذاشته شد',
  simulated: 'فقط در شبیه‌ساز عضو شده است',
};

export function suppressionWords(code: string | null): string {
  return suppressions[code ?? ''] ?? 'لازم نبود';
}
