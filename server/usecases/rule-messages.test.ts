import { expect } from 'chai';
import { messagePartsMax, messageRoom } from '../../rules/program/message-faults.ts';
import { placeholders } from '../../rules/program/message-text.ts';
import { charactersIn, stopLine } from '../../templates/phrases.ts';
import { clubLine } from '../../templates/names.ts';
import { ruleValues } from '../../templates/rule-texts.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { aMember, aPurchase, aPhone } from '../testing/factories.ts';
import { dispatchDue, messagesOf, outbox } from '../testing/messages.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { memberByPhone } from '../store/members.ts';
import { shopByCode } from '../store/shops.ts';
import { quotePurchase } from './quote-purchase.ts';
import { recordOccasion } from './record-occasion.ts';
import { recordPurchases } from './record-purchase.ts';
import { reversePurchase } from './reverse-purchase.ts';
import { setPromotions } from './set-promotions.ts';

const message = 'سلام {name|دوست ما}! {points} امتیاز گرفتید؛ روی هم {balance}. مهلت: {until}';
const program = {
  ...testProgram,
  expires: { points: { after: { days: 10 } } },
  rules: [
    {
      ...{ id: 'big', name: 'خرید بزرگ', on: 'purchase', when: { amount: { from: 900_000 } } },
      give: [
        { message, kind: 'service' },
        { unit: 'points', fixed: 5 },
      ],
      limits: [{ times: 2 }],
    },
    {
      ...{ id: 'offer', name: 'پیشنهاد', on: 'purchase', when: { amount: { from: 2_000_000 } } },
      give: { message: { fa: 'فردا هم بیایید.', en: 'Come again, {name|friend}.' } },
    },
    {
      id: 'welcome',
      name: 'خوش آمد',
      on: 'joining',
      give: { message: 'خوش آمدید به {club}', kind: 'service' },
    },
    {
      ...{ id: 'survey', name: 'نظرسنجی', on: 'event', event: 'survey' },
      give: [{ giftCard: 500_000 }, { message: '{gift} با کد {code}' }],
    },
    { ...{ id: 'visited', name: 'سر زدن', on: 'event', event: 'come' }, give: { unit: 'points', fixed: 1 } },
  ],
};

describe('messages of rules', () => {
  let runtime: TestRuntime;
  let phone: string;

  beforeEach(async () => {
    runtime = await createTestRuntime({ program });
    ({ phone } = await aMember(runtime, { name: 'سارا' }));
  });
  afterEach(() => runtime.close());

  const notices = () => messagesOf(runtime, 'ruleNoticeForMember');
  const offers = () => messagesOf(runtime, 'ruleOfferForMember');
  const buy = (amount = 900_000, of = phone) => aPurchase(runtime, { phone: of, amount });
  const memberOf = async (of = phone) => {
    const member = await memberByPhone(runtime.store, of);
    if (!member) throw new Error('no member');
    return member;
  };
  const tellOf = async (event: string) => {
    const member = await memberOf();
    return runtime.store.transaction((tx) =>
      recordOccasion(runtime, tx, {
        ...{ member, trigger: 'event', name: event, actor: 'key:1', keep: true },
        happened: { at: runtime.clock.now(), event: { name: event, data: {} } },
      }),
    );
  };

  it('are filled in with what their rule gave, below the name of the club', async () => {
    await buy();
    const [welcome, told] = await notices();
    expect(welcome?.body).to.match(/خوش آمدید به /u);
    expect(told?.body.split('\n').slice(1)).to.deep.equal([
      'سلام سارا! ۵ امتیاز گرفتید؛ روی هم ۵ امتیاز. مهلت: ۳۰ دی ۱۴۰۴',
      'لغو۱۱',
    ]);
    expect(told).to.include({ class: 'informational', state: 'queued', address: phone });
  });

  it('are said to the member in her language where the program has it', async () => {
    const other = await aMember(runtime, { language: 'en' });
    await buy(2_000_000, other.phone);
    expect((await offers())[0]?.body.split('\n')[1]).to.equal('Come again, friend.');
    // A text in one language is filled in in that one.
    expect((await notices()).at(-1)?.body).to.match(/سلام دوست ما! ۵ امتیاز/u);
  });

  it('have the code of what the same rule gave, in place of the words of the club', async () => {
    const made = await tellOf('survey');
    expect((await offers()).map(({ body }) => body.split('\n')[1])).to.deep.equal([
      `کارت هدیه ۵۰٬۰۰۰ تومان با کد ${made?.gifts[0]?.code ?? ''}`,
    ]);
    expect(await messagesOf(runtime, 'giftForMember')).to.deep.equal([]);
    await tellOf('come');
    expect(await messagesOf(runtime, 'giftForMember')).to.have.length(1);
  });

  it('are sent as often as their rule may give', async () => {
    for (let count = 0; count < 3; count++) await buy();
    expect(await notices()).to.have.length(1 + 2);
  });

  it('are sent once for a purchase, however often it is asked for', async () => {
    const shopId = (await shopByCode(runtime.store, 'main'))?.id ?? 0;
    const request = {
      ...{ phone, amount: 2_000_000, shopId, lines: [], payments: [], occurredAt: runtime.clock.now() },
      ...({ channel: 'api', actor: 'key:1' } as const),
      idempotency: { scope: 'test', key: 'one', bodyHash: 'x' },
    };
    for (const list of [[request, request], [request]])
      await runtime.store.transaction((tx) => recordPurchases(runtime, tx, list));
    expect([(await notices()).length, (await offers()).length]).to.deep.equal([2, 1]);
  });

  it('are not sent by a quote, but told', async () => {
    const shopId = (await shopByCode(runtime.store, 'main'))?.id ?? 0;
    const before = await outbox(runtime);
    const quoted = await quotePurchase(runtime, runtime.store, {
      ...{ phone, amount: 2_000_000, shopId, lines: [], payments: [], occurredAt: runtime.clock.now() },
    });
    expect(await outbox(runtime)).to.deep.equal(before);
    const lines = quoted.kind === 'quoted' ? quoted.quote.explanation : [];
    expect(lines.filter(({ unit }) => unit === 'messages').map(({ amount }) => amount)).to.deep.equal([1, 1]);
  });

  it('are held back when their purchase is undone before they leave', async () => {
    const { id: purchaseId } = await buy(2_000_000);
    await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'staff:1', reason: 'a mistake' }),
    );
    const ofPurchase = [...(await notices()).slice(1), ...(await offers())];
    expect(ofPurchase.map(({ state, code }) => [state, code])).to.deep.equal([
      ['suppressed', 'undone'],
      ['suppressed', 'undone'],
    ]);
    expect(await messagesOf(runtime, 'purchaseUndoneForMember')).to.deep.equal([]);
  });

  it('of promotion go to nobody who wants none; those of service do', async () => {
    const member = await memberOf();
    await runtime.store.transaction((tx) =>
      setPromotions(runtime, tx, { channel: 'sms', address: phone, member, wanted: false, words: '11' }),
    );
    const { explanation } = await buy(2_000_000);
    expect(await offers()).to.deep.equal([]);
    expect(await notices()).to.have.length(2);
    expect(explanation.find(({ rule }) => rule === 'offer')).to.deep.include({
      amount: 0,
      why: { kind: 'promotions-stopped' },
    });
  });

  it('of promotion wait for the end of the quiet hours', async () => {
    runtime.clock.set('2026-01-10T20:30:00.000Z');
    await buy(2_000_000);
    await dispatchDue(runtime);
    expect((await offers())[0]).to.include({ state: 'deferred' });
    expect((await notices()).at(-1)).to.include({ state: 'delivered' });
  });

  it('take as many statements for many purchases as for one', async () => {
    const shopId = (await shopByCode(runtime.store, 'main'))?.id ?? 0;
    const statements = async (count: number) => {
      const phones = Array.from({ length: count }, aPhone);
      for (const one of phones) await aMember(runtime, { phone: one });
      return runtime.store.transaction(async (tx) => {
        const counting = countStatements(tx);
        await recordPurchases(
          runtime,
          counting.tx,
          phones.map((one) => ({
            ...{ phone: one, amount: 2_000_000, shopId, lines: [], payments: [] },
            ...({ occurredAt: runtime.clock.now(), channel: 'api', actor: 'key:1' } as const),
            idempotency: { scope: 'test', key: one, bodyHash: 'x' },
          })),
        );
        return counting.statements;
      });
    };
    expect(await statements(5)).to.deep.equal(await statements(1));
  });
});

describe('what fills in a message of a rule', () => {
  const long = 'و'.repeat(60);
  const most = { points: 999_999_999_999, credit: 999_999_999_999 };
  const gifts = [
    { kind: 'voucher', name: long, amount: 999_999_999_999, code: 'K'.repeat(12), calendar: 'persian' },
  ] as const;

  for (const language of ['fa', 'en'] as const) {
    it(`is never longer than the check counts, in ${language}`, () => {
      const values = ruleValues(
        {
          ...{ club: long, name: long, rule: long, tier: long, given: most, gifts, calendar: 'persian' },
          balances: { points: 9_999_999_999_999, credit: 99_999_999_999_999 },
          ...{ amount: 999_999_999_999, lastDay: '2026-05-20' },
        },
        language,
      );
      for (const [name, value] of Object.entries(values)) {
        const { lettersMax } = placeholders[name as keyof typeof placeholders];
        expect(value.length, `${name}: ${value}`).to.be.at.most(lettersMax);
      }
      expect(Object.keys(values)).to.have.members(Object.keys(placeholders));
    });

    it(`leaves the room that the check counts, in ${language}`, () => {
      for (const club of ['کافه وفا', 'Cafe Vafa', long, 'W'.repeat(60)]) {
        const around = clubLine(club, language).length + 1 + stopLine.length + 1;
        expect(messageRoom(club) + around).to.be.at.most(charactersIn(messagePartsMax));
      }
    });
  }
});

describe('a message of a rule that gives points with decimals', () => {
  const given = 'هدیه {points} امتیاز، روی هم {balance}';
  const withDecimals = {
    ...testProgram,
    units: { points: { decimals: 2 } },
    rules: [
      {
        ...{ id: 'joining', name: 'عضویت', on: 'joining' },
        give: [
          { unit: 'points', fixed: 12.25 },
          { message: given, kind: 'service' },
        ],
      },
    ],
  };

  it('tells them as people write them', async () => {
    const runtime = await createTestRuntime({ program: withDecimals });
    await aMember(runtime);
    const [told] = await messagesOf(runtime, 'ruleNoticeForMember');
    expect(told?.body.split('\n')[1]).to.equal('هدیه ۱۲٫۲۵ امتیاز، روی هم ۱۲٫۲۵ امتیاز');
    await runtime.close();
  });
});
