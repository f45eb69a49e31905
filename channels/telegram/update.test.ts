import { expect } from 'chai';
import type { ChannelRequest, Received } from '../types.ts';
import { createTelegram } from './telegram.ts';

const SECRET = 'Secret_of-the-hook';
const channel = createTelegram({
  name: 'telegram',
  token: '4242:the-token',
  apiRoot: 'http://127.0.0.1:9',
  mode: 'webhook',
  webhookUrl: 'https://shop.example/channels/telegram/x',
  webhookSecret: SECRET,
});

const request = (body: unknown, secret: string | undefined = SECRET): ChannelRequest => ({
  method: 'POST',
  headers: { 'x-telegram-bot-api-secret-token': secret },
  query: {},
  body,
});

const sara = { id: 77, is_bot: false, first_name: 'Sara' };
const chat = { id: 77, type: 'private', first_name: 'Sara' };
const update = (content: object, others: object = {}): unknown => ({
  update_id: 5,
  message: { message_id: 1, from: sara, chat, date: 1, ...content },
  ...others,
});
const said = (text: string, contact?: object, botId = '4242'): unknown => ({
  kind: 'message',
  providerId: `${botId}:5`,
  from: '77',
  text,
  ...(contact && { contact }),
});
const own = { phone_number: '989121234567', user_id: 77, first_name: 'Sara' };

const MESSAGES: readonly [string, unknown, unknown][] = [
  ['a text', update({ text: 'امتیاز' }), said('امتیاز')],
  ['/start with its payload', update({ text: '/start shop_12' }), said('/start shop_12')],
  ['a forwarded text', update({ text: 'hi', forward_date: 1 }), said('hi')],
  ['a sticker', update({ sticker: { file_id: 'x' } }), said('')],
  ['a voice', update({ voice: { file_id: 'x' } }), said('')],
  ['a photo with words', update({ photo: [], caption: 'balance' }), said('balance')],
  ['her own contact', update({ contact: own }), said('', { phone: '+989121234567', own: true })],
  [
    'her own contact with its plus',
    update({ contact: { ...own, phone_number: '+989121234567' } }),
    said('', { phone: '+989121234567', own: true }),
  ],
  [
    "another's contact",
    update({ contact: { ...own, user_id: 78 } }),
    said('', { phone: '989121234567', own: false }),
  ],
  [
    'a contact without an account',
    update({ contact: { phone_number: '09121234567', first_name: 'x' } }),
    said('', { phone: '09121234567', own: false }),
  ],
  ...['forward_origin', 'forward_from', 'forward_sender_name', 'forward_date', 'via_bot'].map(
    (mark): [string, unknown, unknown] => [
      `her own contact with ${mark}`,
      update({ contact: own, [mark]: mark === 'forward_date' ? 1 : {} }),
      said('', { phone: '989121234567', own: false }),
    ],
  ),
];

const IGNORED: readonly [string, unknown, RegExp][] = [
  ['a group', update({ text: 'hi', chat: { id: -5, type: 'group' } }), /group/],
  ['a supergroup', update({ text: 'hi', chat: { id: -5, type: 'supergroup' } }), /supergroup/],
  ['a channel post', { update_id: 5, channel_post: { text: 'x' } }, /channel_post/],
  ['an edit', { update_id: 5, edited_message: { text: 'x' } }, /edited_message/],
  ['a block', { update_id: 5, my_chat_member: {} }, /my_chat_member/],
  ['a button of another', { update_id: 5, callback_query: {} }, /callback_query/],
  ['nothing', { update_id: 5 }, /nothing/],
  ['a bot', update({ text: 'hi', from: { ...sara, is_bot: true } }), /person/],
  ['nobody', update({ text: 'hi', from: undefined }), /person/],
  ['a pin', update({ pinned_message: {} }), /service/],
];

const MALFORMED: readonly [string, unknown][] = [
  ['no body', undefined],
  ['null', null],
  ['a string', 'hello'],
  ['a list', [update({ text: 'hi' })]],
  ['no update id', { message: { text: 'hi' } }],
  ['a string for an id', update({ text: 'hi' }, { update_id: '5' })],
  ['a fraction for an id', update({ text: 'hi' }, { update_id: 5.5 })],
  ['an id past 2^53', update({ text: 'hi' }, { update_id: 2 ** 53 })],
  ['a number for a text', update({ text: 11 })],
  ['a huge text', update({ text: 'x'.repeat(20_000) })],
  ['a huge phone', update({ contact: { phone_number: '9'.repeat(5_000) } })],
  ['a chat without an id', update({ text: 'hi', chat: { type: 'private' } })],
  ['a prototype', JSON.parse('{"__proto__": {"update_id": 5}, "message": {}}')],
];

describe('telegram receive', () => {
  for (const [name, body, expected] of MESSAGES) {
    it(`takes ${name}`, () => expect(channel.receiveMessage(request(body))).to.deep.equal(expected));
  }

  for (const [name, body, reason] of IGNORED) {
    it(`ignores ${name}`, () => {
      const received = channel.receiveMessage(request(body));
      expect(received.kind).to.equal('ignored');
      expect(reasonOf(received)).to.match(reason);
    });
  }

  for (const [name, body] of MALFORMED) {
    it(`finds malformed: ${name}`, () => {
      const received = channel.receiveMessage(request(body));
      expect(received.kind).to.equal('malformed');
      expect(received).to.not.have.property('unproven');
      expect(reasonOf(received).length).to.be.below(300);
    });
  }

  for (const secret of ['', 'x', SECRET.slice(0, -1), `${SECRET}x`, SECRET.toLowerCase()]) {
    it(`refuses the secret '${secret}'`, () => {
      const received = channel.receiveMessage(request(update({ text: 'hi' }), secret));
      expect(received).to.deep.equal({ kind: 'malformed', reason: 'wrong secret', unproven: true });
    });
  }

  it('refuses a push without the header', () => {
    const received = channel.receiveMessage({ ...request(update({ text: 'hi' })), headers: {} });
    expect(received).to.have.property('unproven', true);
  });

  it('asks for no header where no secret is set, and tells the updates of each bot apart', () => {
    const bale = createTelegram({
      name: 'bale',
      token: '1:t',
      apiRoot: 'http://127.0.0.1:9',
      mode: 'polling',
    });
    const received = bale.receiveMessage({ ...request(update({ text: 'hi' })), headers: {} });
    expect(received).to.deep.equal(said('hi', undefined, '1'));
  });
});

function reasonOf(received: Received): string {
  return 'reason' in received ? received.reason : '';
}
