import { base, first, says } from './testing/programs.ts';
import type { Saying } from './testing/programs.ts';
import type { Rule } from './program-words-shape.ts';

const on = (words: Pick<Rule, 'to' | 'at'>, fa: string, en: string): Saying => [
  en,
  { ...base, rules: [{ ...first, on: 'referral', give: [{ unit: 'points', fixed: 5 }], ...words }] },
  `${fa} ۵ امتیاز می‌گیرد.`,
  `${en} 5 points.`,
];

describe('describeProgram, referrals', () => {
  says([
    on(
      { to: 'referrer', at: 'joining' },
      'معرف با عضویت کسی که معرفی کرده است',
      'When somebody joins whom a member brought, the referrer gets',
    ),
    on(
      { to: 'referred', at: 'first-purchase' },
      'کسی که معرفی شده است با نخستین خرید خود',
      'At the first purchase of somebody whom a member brought, the newcomer gets',
    ),
    on(
      { to: 'both', at: 'every-purchase' },
      'معرف و کسی که معرفی شده است، هر کدام با هر خرید او،',
      'At each purchase of somebody whom a member brought, the newcomer and the referrer each get',
    ),
  ]);
});
