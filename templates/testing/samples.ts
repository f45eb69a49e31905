/** Parameters for every template, for the tests of this folder: usual ones, and arbitrary ones up to the extremes. */
import fc from 'fast-check';
import type { Reply, TemplateName, TemplateParams } from '../render.ts';
import type { NextReward } from '../template.ts';
import {
  rial,
  gains,
  names,
  maybe,
  rewards,
  days,
  calendars,
  expiring,
  birthdays,
  tiers,
  reachable,
} from './any-values.ts';

/** The names in the samples. */
export interface SampleNames {
  readonly club: string;
  readonly person: string;
  readonly reward: string;
}

const gift = { points: 50, credit: 0 };
const balances = { points: 138, credit: 0 };
const offer = 'این هفته هر قهوه دو مهر دارد.';
const birthday = { calendar: 'persian', year: 1370, month: 5, day: 12 } as const;

const whyPurchase: TemplateParams<'ussdWhy'>['purchase'] = {
  ...{ amount: 1_850_000, day: '2026-08-03', calendar: 'persian' },
  lines: [
    { name: 'امتیاز خرید', gains: { points: 18, credit: 0 }, why: 'به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز' },
    { name: 'خرید بزرگ', gains: { points: 0, credit: 0 }, why: '۲۰۰٬۰۰۰ تومان می‌خواهد' },
  ],
};

const invitation = { code: '481516234', line: '10008580', links: ['https://t.me/ExampleClubBot?start=x'] };

type Replies = { readonly [Name in TemplateName]: Reply<Name> };

/** What a usual café says, one reply a template: exhaustive by type. */
export function usualRepliesOf({ club, person, reward }: SampleNames): Replies {
  const nextReward = { name: reward, missing: 12 };
  return {
    memberJoined: { template: 'memberJoined', params: { club, gift, balances: gift } },
    memberJoinedByStaff: { template: 'memberJoinedByStaff', params: { club, gift, balances: gift } },
    alreadyMember: { template: 'alreadyMember', params: { club, balances } },
    balanceForMember: {
      template: 'balanceForMember',
      params: { club, balances, nextReward, expiring: { points: 20, credit: 0, day: '2026-08-03' } },
    },
    purchaseRecordedForMember: {
      template: 'purchaseRecordedForMember',
      params: { club, amount: 1_850_000, earned: { points: 18, credit: 0 }, balances },
    },
    purchaseSettledForMember: {
      template: 'purchaseSettledForMember',
      params: {
        ...{ club, amount: 1_850_000, freed: { points: 18, credit: 0 }, balances },
        ...{ earned: { points: 0, credit: 0 }, pending: { points: 0, credit: 0 } },
      },
    },
    purchaseUndoneForMember: {
      template: 'purchaseUndoneForMember',
      params: {
        club,
        amount: 1_850_000,
        taken: { points: 18, credit: 0 },
        balances: { points: 120, credit: 0 },
      },
    },
    birthdayGiftForMember: {
      template: 'birthdayGiftForMember',
      params: { club, name: person, gift, balances },
    },
    giftForMember: { template: 'giftForMember', params: { club, rule: 'هدیه سالگرد', gift, balances } },
    giftTakenBackForMember: {
      template: 'giftTakenBackForMember',
      params: { club, taken: gift, balances },
    },
    nudgeForMember: { template: 'nudgeForMember', params: { club, name: person, balances, nextReward } },
    whyForMember: { template: 'whyForMember', params: { club, purchase: whyPurchase } },
    ruleOfferForMember: { template: 'ruleOfferForMember', params: { club, text: offer } },
    ruleNoticeForMember: { template: 'ruleNoticeForMember', params: { club, text: offer } },
    occasionUndoneForMember: {
      template: 'occasionUndoneForMember',
      params: { club, taken: gift, balances },
    },
    strangerInvited: { template: 'strangerInvited', params: { club } },
    birthdaySaved: { template: 'birthdaySaved', params: { birthday } },
    birthdayAsked: { template: 'birthdayAsked', params: {} },
    birthdayNotUnderstood: { template: 'birthdayNotUnderstood', params: {} },
    birthdayYearAsked: { template: 'birthdayYearAsked', params: {} },
    languageChosen: { template: 'languageChosen', params: { language: 'fa' } },
    helpForMember: { template: 'helpForMember', params: {} },
    helpForStranger: { template: 'helpForStranger', params: {} },
    promotionsStopped: { template: 'promotionsStopped', params: { club, member: true } },
    promotionsResumed: { template: 'promotionsResumed', params: { club } },
    notUnderstood: { template: 'notUnderstood', params: { member: true } },
    chatWelcome: { template: 'chatWelcome', params: { club } },
    contactNotOwn: { template: 'contactNotOwn', params: {} },
    contactAsked: { template: 'contactAsked', params: {} },
    invitationForMember: { template: 'invitationForMember', params: { club, ...invitation } },
    ...usualScreensOf({ club, nextReward }),
  };
}

type Screens = Pick<Replies, Extract<TemplateName, `ussd${string}`>>;

function usualScreensOf({ club, nextReward }: UsualScreens): Screens {
  return {
    ussdMenuForStranger: { template: 'ussdMenuForStranger', params: { club } },
    ussdMenuForMember: { template: 'ussdMenuForMember', params: { club } },
    ussdStrangerInvited: { template: 'ussdStrangerInvited', params: {} },
    ussdJoined: { template: 'ussdJoined', params: { club, gift, things: 1 } },
    ussdInvitation: { template: 'ussdInvitation', params: { code: '481516234' } },
    ussdBirthdayAsked: { template: 'ussdBirthdayAsked', params: {} },
    ussdBirthdaySaved: { template: 'ussdBirthdaySaved', params: { birthday } },
    ussdBirthdayNotUnderstood: { template: 'ussdBirthdayNotUnderstood', params: {} },
    ussdBalance: { template: 'ussdBalance', params: { club, balances, nextReward } },
    ussdWhy: { template: 'ussdWhy', params: { purchase: whyPurchase, page: 0 } },
    ussdHelp: { template: 'ussdHelp', params: {} },
    ussdAlreadyMember: { template: 'ussdAlreadyMember', params: { club, balances } },
    ussdNotMobile: { template: 'ussdNotMobile', params: {} },
    ussdWrongChoice: { template: 'ussdWrongChoice', params: { member: true } },
    ussdPromotionsStopped: { template: 'ussdPromotionsStopped', params: {} },
    ussdPromotionsResumed: { template: 'ussdPromotionsResumed', params: {} },
    ussdUnavailable: { template: 'ussdUnavailable', params: {} },
  };
}

interface UsualScreens {
  readonly club: string;
  readonly nextReward: NextReward;
}

/** The same, with Persian names. */
export const usualReplies = usualRepliesOf({ club: 'کافه وفا', person: 'سارا', reward: 'قهوه رایگان' });

const nothing = fc.constant({});
const ofClub = fc.record({ club: names });
const ofJoining = fc.record({ club: names, gift: gains, balances: gains });
const ofBalance = fc.record({
  club: names,
  balances: gains,
  nextReward: maybe(rewards),
  expiring: maybe(expiring),
  tier: maybe(tiers),
  reachable: maybe(fc.array(reachable, { maxLength: 4 })),
});
/** Sentences of our own, the longest and an empty one among them. */
const reasons = fc.constantFrom(
  '',
  'به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۱۸۵٬۰۰۰ تومان',
  'چون هیچ‌یک از این‌ها نبود: '.repeat(20),
  'x'.repeat(300),
);
const whyPurchases = fc.record({
  ...{ amount: rial, day: days, calendar: calendars },
  lines: fc.array(fc.record({ name: names, gains, why: reasons }), { maxLength: 12 }),
});
/** Texts of rules as a program may have them: as long as its check lets them be. */
const ruleSaid = fc.oneof(
  fc.constantFrom('سلام!', 'س'.repeat(211), '😀'.repeat(105)),
  fc
    .array(fc.constantFrom(...Array.from('ابپت😀☕'), 'ABC'), { minLength: 1, maxLength: 70 })
    .map((letters) =>
      letters
        .join('')
        .slice(0, 200)
        .replace(/[\ud800-\udbff]$/u, ''),
    ),
);
const codes = fc.integer({ min: 100_000_000, max: 999_999_999 }).map(String);
/** Numbers of four to fifteen digits. */
const lines = fc.bigInt({ min: 1000n, max: 999_999_999_999_999n }).map(String);
/** Without digits: a link is shown as it is. */
const links = maybe(fc.array(fc.constantFrom('https://t.me/ExampleClubBot?start=x'), { maxLength: 2 }));
const ofPerson = fc.record({ club: names, name: maybe(names), balances: gains });

const of = <Name extends TemplateName>(template: Name, params: fc.Arbitrary<TemplateParams<Name>>) =>
  params.map((told) => ({ template, params: told }));

/** Arbitrary replies of each template, as JSON can hold them. */
export const anyReplies: { readonly [Name in TemplateName]: fc.Arbitrary<Reply<Name>> } = {
  memberJoined: of('memberJoined', ofJoining),
  memberJoinedByStaff: of('memberJoinedByStaff', ofJoining),
  alreadyMember: of('alreadyMember', ofBalance),
  balanceForMember: of('balanceForMember', ofBalance),
  whyForMember: of('whyForMember', fc.record({ club: names, purchase: maybe(whyPurchases) })),
  purchaseRecordedForMember: of(
    'purchaseRecordedForMember',
    fc.record({ club: names, amount: rial, earned: gains, reached: maybe(names), balances: gains }),
  ),
  purchaseSettledForMember: of(
    'purchaseSettledForMember',
    fc.record({
      ...{ club: names, amount: rial, freed: gains, earned: gains, pending: gains },
      ...{ reached: maybe(names), balances: gains },
    }),
  ),
  purchaseUndoneForMember: of(
    'purchaseUndoneForMember',
    fc.record({ club: names, amount: rial, taken: gains, balances: gains }),
  ),
  birthdayGiftForMember: of(
    'birthdayGiftForMember',
    fc.tuple(ofPerson, gains).map(([person, given]) => ({ ...person, gift: given })),
  ),
  giftForMember: of('giftForMember', fc.record({ club: names, rule: names, gift: gains, balances: gains })),
  giftTakenBackForMember: of(
    'giftTakenBackForMember',
    fc.record({ club: names, taken: gains, balances: gains }),
  ),
  nudgeForMember: of(
    'nudgeForMember',
    fc.tuple(ofPerson, maybe(rewards)).map(([person, next]) => ({ ...person, nextReward: next })),
  ),
  ruleOfferForMember: of('ruleOfferForMember', fc.record({ club: names, text: ruleSaid })),
  ruleNoticeForMember: of('ruleNoticeForMember', fc.record({ club: names, text: ruleSaid })),
  occasionUndoneForMember: of(
    'occasionUndoneForMember',
    fc.record({ club: names, taken: gains, balances: gains }),
  ),
  strangerInvited: of('strangerInvited', ofClub),
  birthdaySaved: of('birthdaySaved', fc.record({ birthday: birthdays })),
  birthdayAsked: of('birthdayAsked', nothing),
  birthdayNotUnderstood: of('birthdayNotUnderstood', nothing),
  birthdayYearAsked: of('birthdayYearAsked', nothing),
  languageChosen: of('languageChosen', fc.record({ language: fc.constantFrom<'fa' | 'en'>('fa', 'en') })),
  helpForMember: of('helpForMember', nothing),
  helpForStranger: of('helpForStranger', nothing),
  promotionsStopped: of('promotionsStopped', fc.record({ club: names, member: fc.boolean() })),
  promotionsResumed: of('promotionsResumed', ofClub),
  notUnderstood: of('notUnderstood', fc.record({ member: fc.boolean() })),
  chatWelcome: of('chatWelcome', ofClub),
  contactNotOwn: of('contactNotOwn', nothing),
  contactAsked: of('contactAsked', nothing),
  invitationForMember: of(
    'invitationForMember',
    fc.record({ club: names, code: codes, line: maybe(lines), links }),
  ),
  ussdMenuForStranger: of('ussdMenuForStranger', ofClub),
  ussdMenuForMember: of('ussdMenuForMember', ofClub),
  ussdStrangerInvited: of('ussdStrangerInvited', nothing),
  ussdJoined: of('ussdJoined', fc.record({ club: names, gift: gains, things: fc.nat(100) })),
  ussdInvitation: of('ussdInvitation', fc.record({ code: codes })),
  ussdBirthdayAsked: of('ussdBirthdayAsked', nothing),
  ussdBirthdaySaved: of('ussdBirthdaySaved', fc.record({ birthday: birthdays })),
  ussdBirthdayNotUnderstood: of('ussdBirthdayNotUnderstood', nothing),
  ussdBalance: of(
    'ussdBalance',
    ofBalance.chain((params) => fc.nat(8).map((page) => ({ ...params, page }))),
  ),
  ussdWhy: of('ussdWhy', fc.record({ purchase: maybe(whyPurchases), page: fc.nat(20) })),
  ussdHelp: of('ussdHelp', nothing),
  ussdAlreadyMember: of('ussdAlreadyMember', ofBalance),
  ussdNotMobile: of('ussdNotMobile', nothing),
  ussdWrongChoice: of('ussdWrongChoice', fc.record({ member: fc.boolean() })),
  ussdPromotionsStopped: of('ussdPromotionsStopped', nothing),
  ussdPromotionsResumed: of('ussdPromotionsResumed', nothing),
  ussdUnavailable: of('ussdUnavailable', nothing),
};
