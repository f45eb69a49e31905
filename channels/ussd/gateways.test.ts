import { expect } from 'chai';
import { africastalking } from './africastalking.ts';
import { createInoti } from './inoti.ts';
import type { UssdGateway } from './gateway.ts';

type Params = Record<string, unknown>;
const inoti = createInoti();
const own = createInoti('*6655*12#');
const step = (text: string, sessionId = 's1', from = '+989123456789') => ({
  kind: 'ussd',
  sessionId,
  from,
  text,
});
const bad = (reason: string) => ({ kind: 'malformed', reason });

const at = (more: Params) => ({
  sessionId: 's1',
  serviceCode: '*6655#',
  phoneNumber: '+989123456789',
  ...more,
});
const it6655 = (call: unknown, more: Params = {}) => ({
  call,
  sessionid: 's1',
  mobile: '+989123456789',
  ...more,
});

const received: [string, UssdGateway, Params, unknown][] = [
  ['the first screen', africastalking, at({ text: '' }), step('')],
  ['the first screen without a text', africastalking, at({}), step('')],
  ['a path', africastalking, at({ text: '1*2*0912' }), step('1*2*0912')],
  ['a path with the code in it', africastalking, at({ text: '*6655*1#' }), step('1')],
  ['a star typed first', africastalking, at({ text: '*5' }), step('5')],
  ['no session id', africastalking, at({ text: '1', sessionId: '' }), step('1', 'phone:989123456789')],
  [
    'no session parameter',
    africastalking,
    at({ text: '1', sessionId: undefined }),
    bad('sessionid is not a text'),
  ],
  ['182 characters', africastalking, at({ text: `1*${'a'.repeat(182)}` }), step(`1*${'a'.repeat(182)}`)],
  [
    '183 characters',
    africastalking,
    at({ text: `1*${'a'.repeat(183)}` }),
    bad('an input is longer than 182 characters'),
  ],
  ['a huge path', africastalking, at({ text: '1*'.repeat(600) }), bad('text is too long')],
  ['a repeated text', africastalking, at({ text: ['1', '2'] }), bad('text is not a text')],
  ['no phone', africastalking, at({ phoneNumber: '', text: '' }), bad('phonenumber does not look right')],
  [
    'a session id with a space',
    africastalking,
    at({ sessionId: 'a b', text: '' }),
    bad('sessionid does not look right'),
  ],

  ['a code', inoti, it6655('*6655#'), step('')],
  ['a code within a code', inoti, it6655('*6655*123#'), step('')],
  ['without the hash', inoti, it6655('*6655*123'), step('')],
  ['an input', inoti, it6655('*6655*123*1'), step('1')],
  ['without the star in front', inoti, it6655('6655*123*1'), step('1')],
  ['dialled with inputs', inoti, it6655('*6655*1*2#'), step('1*2')],
  ['a phone number is no code', inoti, it6655('*6655*09123456789'), step('09123456789')],
  ['only the last input', inoti, it6655('2'), step('2')],
  ['only the last input, long', inoti, it6655('25000'), step('25000')],
  ['a known code', own, it6655('*6655*12#'), step('')],
  ['a known code and inputs', own, it6655('*6655*12*300*1'), step('300*1')],
  ['a known code and the last input', own, it6655('300'), step('300')],
  ['a longer code', own, it6655('*6655*123'), step('6655*123')],
  ['no session id', inoti, it6655('*6655#', { sessionid: '' }), step('', 'phone:989123456789')],
  [
    'Persian digits in the phone',
    inoti,
    it6655('2', { sessionid: '', mobile: '۰۹۱۲' }),
    step('2', 'phone:۰۹۱۲', '۰۹۱۲'),
  ],
  ['no call', inoti, { sessionid: 's1', mobile: '0912' }, bad('call is missing')],
  ['a repeated call', inoti, it6655(['1', '2']), bad('call is not a text')],
  ['no mobile', inoti, { call: '*6655#', sessionid: 's1' }, bad('mobile is missing')],
];

describe('USSD gateways', () => {
  for (const [what, gateway, query, expected] of received) {
    it(`${gateway.name}: ${what}`, () => {
      const request = { method: 'GET', headers: {}, query, body: undefined };
      expect(gateway.receive(request)).to.deep.equal(expected);
    });
  }

  it('africastalking: takes a posted form', () => {
    const request = { method: 'POST', headers: {}, query: {}, body: at({ text: '1' }) };
    expect(africastalking.receive(request)).to.deep.equal(step('1'));
  });

  it('writes a screen as the gateway wants it', () => {
    const contentType = 'text/plain; charset=utf-8';
    const go = { text: '۱ عضویت\n۲ امتیاز', more: true };
    expect(africastalking.reply(go)).to.deep.equal({ contentType, body: 'CON ۱ عضویت\n۲ امتیاز' });
    expect(africastalking.reply({ ...go, more: false }).body).to.equal('END ۱ عضویت\n۲ امتیاز');
    expect(inoti.reply(go)).to.deep.equal({ contentType, body: '۱ عضویت\n۲ امتیاز' });
    expect(inoti.reply({ ...go, more: false }).body).to.equal('۱ عضویت\n۲ امتیاز[end]');
  });

  it('does not let a text end an iNoti session', () => {
    expect(inoti.reply({ text: 'سلام [end] جان', more: true }).body).to.equal('سلام  جان');
  });
});
