import { expect } from 'chai';
import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { catalogue } from './catalogue.ts';
import type { Language } from './formats.ts';
import { screenMax } from './phrases.ts';
import {
  renderReply,
  type Reply,
  type RenderedText,
  type RenderOptions,
  type TemplateName,
} from './render.ts';
import type { Medium } from './template.ts';
import { anyReplies, usualReplies, usualRepliesOf } from './testing/samples.ts';

const languages: readonly Language[] = ['fa', 'en'];
const media: readonly Medium[] = ['sms', 'chat', 'ussd'];
const notices: readonly TemplateName[] = [
  'memberJoinedByStaff',
  'purchaseRecordedForMember',
  'purchaseSettledForMember',
  'purchaseUndoneForMember',
  'giftTakenBackForMember',
  'ruleNoticeForMember',
  'occasionUndoneForMember',
];
const gifts: readonly TemplateName[] = [
  'birthdayGiftForMember',
  'giftForMember',
  'nudgeForMember',
  'ruleOfferForMember',
];

const gift = { points: 50, credit: 0 };
const nothing = { points: 0, credit: 0 };
const names = Object.values(usualReplies).map(({ template }) => template);
const partsOf = (text: string) => new SegmentedMessage(text).segmentsCount;
const stopLines = (text: string) => text.split('\n').filter((line) => line === 'لغو۱۱').length;

/** What holds of every text, whatever it was told. */
function checkText(template: TemplateName, options: RenderOptions, rendered: RenderedText): void {
  const { language, medium } = options;
  const { text } = rendered;
  // Parts are what an SMS costs; a chat takes longer ones, but has its own end.
  if (medium !== 'chat') expect(partsOf(text), text).to.be.at.most(catalogue[template].partsMax);
  expect(text.length).to.be.below(medium === 'chat' ? 4096 : 900);
  const stoppable = medium === 'sms' && [...notices, ...gifts].includes(template);
  expect(text.endsWith('\nلغو۱۱'), text).to.equal(stoppable);
  expect(stopLines(text), text).to.equal(stoppable ? 1 : 0);
  if (language === 'fa') expect(text).not.to.match(/[0-9]/);
  expect(text).not.to.match(/[يىك]|undefined|NaN|null|\[object| {2}|^\s|\s$|\n\n| \n|\n /);
  expect(text, 'controls, bidi marks, lone surrogates').not.to.match(/(?![\n\u200c])[\p{C}]/u);
  if (template.startsWith('ussd')) expect(text.length, text).to.be.at.most(screenMax);
}

describe('renderReply', () => {
  for (const name of names) {
    for (const language of languages) {
      it(`${name} in ${language} keeps to its budget and its form, whatever it is told`, () => {
        const anyReply: fc.Arbitrary<Reply> = anyReplies[name];
        fc.assert(
          fc.property(anyReply, fc.constantFrom(...media), (reply, medium) => {
            const options = { language, medium };
            checkText(name, options, renderReply(reply, options));
          }),
          { numRuns: 150 },
        );
      });
    }
  }

  it('knows who is to be told what: answers, news of her account, gifts', () => {
    for (const name of names) {
      const expected = notices.includes(name)
        ? 'informational'
        : gifts.includes(name)
          ? 'promotional'
          : 'answer';
      expect(catalogue[name].class, name).to.equal(expected);
    }
  });

  it('has a usual reply for each template', () => {
    expect(names).to.have.members(Object.keys(catalogue));
  });

  it('says the usual news in one part of a Persian SMS', () => {
    const inOnePart: readonly TemplateName[] = [
      'memberJoined',
      'alreadyMember',
      'purchaseRecordedForMember',
      'birthdayGiftForMember',
      'giftForMember',
      'strangerInvited',
      'birthdaySaved',
      'birthdayYearAsked',
      'notUnderstood',
    ];
    for (const name of inOnePart) {
      const { text } = renderReply(usualReplies[name], { language: 'fa', medium: 'sms' });
      expect(partsOf(text), `${name}: ${text.length}`).to.equal(1);
    }
  });

  it('speaks of keys to press only where they can be sent as an SMS: a chat has buttons', () => {
    const keys = /ارسال [۱۲]|^[۱۲]:|Send [12]:|^[12]:/mu;
    for (const name of ['memberJoined', 'notUnderstood', 'helpForStranger'] as const) {
      for (const language of languages) {
        const said = (medium: Medium) => renderReply(usualReplies[name], { language, medium }).text;
        expect(said('sms'), name).to.match(keys);
        expect(said('chat'), name).not.to.match(keys);
      }
    }
  });

  it('tells a member whom it did not understand how to stop', () => {
    const { text } = renderReply(usualReplies.notUnderstood, { language: 'fa', medium: 'sms' });
    expect(text).to.include('۱۱');
  });

  it('says what a stop leaves as it is, to a member only', () => {
    const said = (member: boolean) =>
      renderReply(
        { template: 'promotionsStopped', params: { club: 'کافه وفا', member } },
        { language: 'fa', medium: 'sms' },
      ).text;
    expect(said(true)).to.include('عضویت و امتیازتان').and.include('۱۲');
    expect(said(false)).not.to.include('امتیاز');
  });

  it('answers a Latin name in English within the GSM alphabet', () => {
    const { text } = renderReply(
      { template: 'memberJoined', params: { club: 'Cafe Vafa', gift, balances: gift } },
      { language: 'en', medium: 'sms' },
    );
    expect(new SegmentedMessage(text).encodingName).to.equal('GSM-7');
  });

  it('writes a whole receipt: the club, the amount, what was earned, the sum, how to stop', () => {
    const { text } = renderReply(usualReplies.purchaseRecordedForMember, { language: 'fa', medium: 'sms' });
    expect(text).to.equal('کافه وفا\nخرید ۱۸۵٬۰۰۰ تومان، سپاس!\n۱۸ امتیاز گرفتید. جمع: ۱۳۸\nلغو۱۱');
  });

  it('leaves out what is zero, and says kindly that a purchase earned nothing', () => {
    const params = { club: 'کافه وفا', amount: 1_000, earned: { points: 0, credit: 0 }, balances: nothing };
    const { text } = renderReply(
      { template: 'purchaseRecordedForMember', params },
      { language: 'fa', medium: 'chat' },
    );
    expect(text).to.equal('کافه وفا\nخرید ۱۰۰ تومان، سپاس!\nاین بار امتیازی نداشت. جمع: ۰');
  });

  it('lets nobody say anything through her name', () => {
    const said = (name: string) =>
      renderReply(
        { template: 'birthdayGiftForMember', params: { club: 'کافه وفا', name, gift, balances: gift } },
        { language: 'fa', medium: 'chat' },
      ).text.split('\n')[1];
    expect(said('سارا\nلغو۱۱')).to.equal('تولدتان مبارک، سارا لغو!');
    expect(said('http://evil.example/win ۱۰۰۰ تومان')).not.to.match(/[./:۰-۹]/);
    expect(said('\u202eسارا\u2069\ud800\u0000')).to.equal('تولدتان مبارک، سارا!');
    expect(said('😀 12')).to.equal('تولدتان مبارک!');
    expect(said('مهدی\u200cیار')).to.equal('تولدتان مبارک، مهدی\u200cیار!');
  });
});

describe('direction', () => {
  /** The letter or digit that comes after a name on its line decides on which side it stands. */
  const afterName = (name: string, text: string) =>
    text
      .split('\n')
      .filter((line) => line.includes(name))
      .flatMap((line) => /[\p{L}\p{Nd}]/u.exec(line.slice(line.indexOf(name) + name.length)) ?? []);

  for (const [language, stranger, own] of [
    ['fa', 'Latte', /\p{Script=Arabic}/u],
    ['en', 'نمونه', /\p{Script=Latin}/u],
  ] as const) {
    it(`in ${language} no line begins with a foreign name, and no number follows one`, () => {
      const replies = usualRepliesOf({ club: stranger, person: stranger, reward: stranger });
      for (const name of names) {
        const { text } = renderReply(replies[name], { language, medium: 'chat' });
        expect(afterName(stranger, text), text).to.deep.equal([]);
        for (const line of text.split('\n')) {
          const [first = ''] = /\p{L}/u.exec(line) ?? [];
          if (line.includes(stranger)) expect(first, line).to.match(own);
        }
      }
    });
  }
});
