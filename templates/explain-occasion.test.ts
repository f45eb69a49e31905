import { explains } from './testing/explains.ts';
import { base, first, says, withRule } from './testing/programs.ts';

describe('explain, what did not fit an event or a visit', () => {
  explains([
    [
      { kind: 'nth-visit', needs: { is: 1 }, was: 4 },
      'فقط نخستین مراجعه؛ این مراجعه شماره ۴ بود',
      'Only the first visit, was number 4',
    ],
    [
      { kind: 'nth-visit', needs: { every: 10 }, was: 12 },
      'فقط هر ۱۰ مراجعه یک بار (مراجعه شماره ۱۰، ۲۰ و …)؛ این مراجعه شماره ۱۲ بود',
      'Only one in every 10 visits (number 10, 20 …), was number 12',
    ],
    [
      { kind: 'data', field: 'stars', needs: { from: 4 }, was: 3 },
      '«stars» باید از ۴ به بالا باشد؛ «3» بود',
      'Needs "stars" to be 4 or more, was "3"',
    ],
    [
      { kind: 'data', field: 'done', needs: ['yes', 'no'] },
      '«done» باید «yes» یا «no» باشد؛ فرستاده نشده بود',
      'Needs "done" to be "yes" or "no", was not sent',
    ],
  ]);
});

describe('describeProgram, events and visits', () => {
  const gift = [{ unit: 'points', fixed: 5 }] as const;
  const visit = { ...first, on: 'visit', give: gift } as const;
  const event = { ...first, on: 'event', event: 'survey', give: gift } as const;
  says([
    [
      'on visit',
      { ...base, rules: [visit] },
      'عضو با هر مراجعه ۵ امتیاز می‌گیرد.',
      'For each visit, the member gets 5 points.',
    ],
    [
      'on event',
      { ...base, rules: [event] },
      'عضو با رویداد «survey» ۵ امتیاز می‌گیرد.',
      'For the event "survey", the member gets 5 points.',
    ],
    [
      'when.data',
      { ...base, rules: [{ ...event, when: { data: { stars: { from: 4 }, kind: ['a', 'b'] } } }] },
      'داده «stars» از رویداد از ۴ به بالا باشد؛ و داده «kind» از رویداد «a» یا «b» باشد',
      'the event\'s "stars" is 4 or more; and the event\'s "kind" is "a" or "b"',
    ],
    [
      'when.nthVisit',
      withRule({ when: { nthVisit: { is: 3 } } }),
      'از مراجعه‌های عضو، مراجعه شماره ۳ باشد',
      'it is visit number 3 of the member',
    ],
    [
      'visits.byPurchase',
      { ...base, rules: [visit] },
      'چند خرید در یک روز یک مراجعه است.',
      'several on one day are one visit.',
    ],
    [
      'visits.byPurchase false',
      { ...base, rules: [visit], visits: { byPurchase: false, oncePerDay: true } },
      'خرید مراجعه به حساب نمی‌آید.',
      'A purchase is no visit.',
    ],
    [
      'visits.oncePerDay',
      { ...base, rules: [visit] },
      'چند بار آمدن در یک روز یک مراجعه است.',
      'Coming several times on one day is one visit.',
    ],
    [
      'visits.oncePerDay false',
      { ...base, rules: [visit], visits: { byPurchase: true, oncePerDay: false } },
      'هر بار آمدن یک مراجعه است، حتی چند بار در یک روز.',
      'Each coming is a visit, even several on one day.',
    ],
  ]);
});
