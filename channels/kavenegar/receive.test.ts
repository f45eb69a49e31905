import { expect } from 'chai';
import type { ChannelRequest } from '../types.ts';
import { receiveDelivery, receiveMessage } from './receive.ts';

type Params = Record<string, unknown>;
const request = (method: string, query: Params, body?: unknown): ChannelRequest => ({
  method,
  headers: {},
  query,
  body,
});
const get = (query: Params) => request('GET', query);
const post = (body: unknown) => request('POST', {}, body);
const bad = (reason: string) => ({ kind: 'malformed', reason });

const usual = { messageid: '85463238', from: '09123456789', to: '10004346', message: 'امتیاز' };
const message = {
  kind: 'message',
  providerId: '85463238',
  from: '09123456789',
  text: 'امتیاز',
};

const inbound: [string, ChannelRequest, unknown][] = [
  ['by GET', get(usual), message],
  ['by POST', post(usual), message],
  ['by POST with a query', request('POST', usual, {}), message],
  [
    'sender and receptor',
    get({ messageid: '85463238', sender: '09123456789', receptor: '10004346', message: 'امتیاز' }),
    message,
  ],
  ['JSON with numbers', post({ ...usual, messageid: 85_463_238, to: 10_004_346 }), message],
  ['whatever the line is', get({ ...usual, to: ['x'], receptor: '' }), message],
  [
    'a sender in another form',
    get({ ...usual, from: '+989123456789' }),
    { ...message, from: '+989123456789' },
  ],
  [
    'a plus that became a space',
    get({ ...usual, from: ' 989123456789' }),
    { ...message, from: '989123456789' },
  ],
  ['a service that is no mobile', get({ ...usual, from: 'MCI1000' }), { ...message, from: 'MCI1000' }],
  ['a service by its name', get({ ...usual, from: 'Irancell' }), { ...message, from: 'Irancell' }],
  ['a service by its Persian name', get({ ...usual, from: 'ایرانسل' }), { ...message, from: 'ایرانسل' }],
  ['zeros before the id', get({ ...usual, messageid: '0085463238' }), message],
  [
    '10,000 characters',
    get({ ...usual, message: 'س'.repeat(10_000) }),
    { ...message, text: 'س'.repeat(10_000) },
  ],
  ['NUL in the text', get({ ...usual, message: '1\0' + '1' }), { ...message, text: '11' }],
  [
    'bidi controls are left to whoever reads it',
    get({ ...usual, message: '\u202e11' }),
    { ...message, text: '\u202e11' },
  ],
  ['an empty text', get({ ...usual, message: '' }), { kind: 'ignored', reason: 'the message has no text' }],
  ['a blank text', get({ ...usual, message: ' \n' }), { kind: 'ignored', reason: 'the message has no text' }],
  ['nothing', get({}), bad('messageid is missing')],
  ['no sender', get({ ...usual, from: '' }), bad('from does not look right')],
  ['a blank sender', get({ ...usual, from: ' ' }), bad('from does not look right')],
  ['a sender of 65 characters', get({ ...usual, from: 'x'.repeat(65) }), bad('from is too long')],
  ['no text', get({ messageid: '1', from: '0912' }), bad('message is missing')],
  ['10,001 characters', get({ ...usual, message: 'س'.repeat(10_001) }), bad('message is too long')],
  ['an id that is no number', get({ ...usual, messageid: 'abc' }), bad('messageid does not look right')],
  ['an id of 0', get({ ...usual, messageid: '0' }), bad('messageid does not look right')],
  ['a negative id', get({ ...usual, messageid: '-1' }), bad('messageid does not look right')],
  ['a huge id', get({ ...usual, messageid: '9'.repeat(20) }), bad('messageid does not look right')],
  ['a huger id', get({ ...usual, messageid: '9'.repeat(1_000) }), bad('messageid is too long')],
  [
    'an id past 2^53 as text',
    get({ ...usual, messageid: '9007199254740993' }),
    { ...message, providerId: '9007199254740993' },
  ],
  ['a repeated id', get({ ...usual, messageid: ['1', '2'] }), bad('messageid is not a text')],
  ['a repeated text', get({ ...usual, message: ['1', '2'] }), bad('message is not a text')],
  ['a nested text', post({ ...usual, message: { a: '1' } }), bad('message is not a text')],
  ['a list', post([usual]), bad('the body is not a form or an object')],
  ['another method', request('PUT', usual), bad('the method PUT is not taken')],
];

const states: [string, unknown, string, boolean][] = [
  ['1', '1', 'wired', false],
  ['2', '2', 'wired', false],
  ['4', '4', 'wired', false],
  ['5', '5', 'wired', false],
  ['6', '6', 'failed', false],
  ['10', '10', 'delivered', false],
  ['11', '11', 'undelivered', false],
  ['13', '13', 'failed', false],
  ['14', '14', 'undelivered', true],
  ['100', '100', 'unknown', false],
  ['one that is not in the table', '77', 'unknown', false],
  ['a number', 10, 'delivered', false],
  ['zeros in front', '010', 'delivered', false],
];

const badDeliveries: [string, ChannelRequest, string][] = [
  ['nothing', get({}), 'messageid is missing'],
  ['no status', get({ messageid: '1' }), 'status is missing'],
  ['a list of ids', get({ messageid: '1,2', status: '10' }), 'messageid does not look right'],
  ['repeated ids', get({ messageid: ['1', '2'], status: '10' }), 'messageid is not a text'],
  ['a status in words', get({ messageid: '1', status: 'ok' }), 'status does not look right'],
  ['a negative status', get({ messageid: '1', status: '-1' }), 'status does not look right'],
  ['a fraction', post({ messageid: 1, status: 1.5 }), 'status is not a text'],
  ['another method', request('DELETE', { messageid: '1', status: '10' }), 'the method DELETE is not taken'],
];

describe("kavenegar's callbacks", () => {
  describe('a message', () => {
    for (const [what, from, expected] of inbound) {
      it(what, () => expect(receiveMessage(from)).to.deep.equal(expected));
    }
  });

  describe('a delivery report', () => {
    for (const [what, status, state, blocksPromotions] of states) {
      it(`status ${what}`, () =>
        expect(receiveDelivery(get({ messageid: '85463238', status }))).to.deep.equal({
          kind: 'delivery',
          providerId: '85463238',
          code: String(Number(status)),
          state,
          blocksPromotions,
        }));
    }
    for (const [what, from, reason] of badDeliveries) {
      it(`${what} is malformed`, () => expect(receiveDelivery(from)).to.deep.equal(bad(reason)));
    }
  });
});
