import { expect } from 'chai';
import { TelegramError } from 'telegraf';
import type { SendFault } from '../types.ts';
import { toSendError } from './faults.ts';

const TOKEN = '4242:the-token';
const fold = (error: unknown) => toSendError(error, { token: TOKEN, cutBy: undefined });

const REFUSALS: readonly [number, string, SendFault][] = [
  [400, 'Bad Request: chat not found', 'address-dead'],
  [400, 'Bad Request: PEER_ID_INVALID', 'address-dead'],
  [400, 'Bad Request: message text is empty', 'rejected'],
  [401, 'Unauthorized', 'account'],
  [403, 'Forbidden: bot was blocked by the user', 'address-dead'],
  [403, 'Forbidden: user is deactivated', 'address-dead'],
  [403, "Forbidden: bot can't initiate conversation with a user", 'address-dead'],
  [404, 'Not Found', 'account'],
  [404, 'Not Found: chat not found', 'address-dead'],
  [409, 'Conflict: terminated by other getUpdates request', 'rejected'],
  [413, 'Request Entity Too Large', 'rejected'],
  [429, 'Too Many Requests: retry after 3', 'busy'],
  [500, 'Internal Server Error', 'fate-unknown'],
  [502, 'Bad Gateway', 'fate-unknown'],
];

const failure = (code: string | undefined, message: string, type = 'system'): Error =>
  Object.assign(new Error(message), { code, type, name: 'FetchError' });
const url = `http://127.0.0.1/bot${TOKEN}/sendMessage`;

const FAILURES: readonly [unknown, SendFault, string][] = [
  [failure('ECONNREFUSED', `request to ${url} failed, reason: `), 'unreachable', 'ECONNREFUSED'],
  [failure('ENOTFOUND', 'getaddrinfo'), 'unreachable', 'ENOTFOUND'],
  [failure('CERT_HAS_EXPIRED', 'certificate'), 'unreachable', 'CERT_HAS_EXPIRED'],
  [failure('ETIMEDOUT', `${url} failed, reason: connect ETIMEDOUT 1.2.3.4:443`), 'unreachable', 'ETIMEDOUT'],
  [failure('ETIMEDOUT', `${url} failed, reason: read ETIMEDOUT`), 'fate-unknown', 'ETIMEDOUT'],
  [
    failure('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
    'unreachable',
    'ECONNRESET',
  ],
  [failure('ECONNRESET', 'read ECONNRESET'), 'fate-unknown', 'ECONNRESET'],
  [failure(undefined, `invalid json response body at ${url}`, 'invalid-json'), 'fate-unknown', 'garbage'],
  [new TypeError("Cannot read properties of null (reading 'ok')"), 'fate-unknown', 'network'],
  ['a string', 'fate-unknown', 'network'],
  [undefined, 'fate-unknown', 'network'],
];

describe('telegram faults', () => {
  for (const [code, description, fault] of REFUSALS) {
    it(`${code} ${description} is ${fault}`, () => {
      const error = fold(new TelegramError({ error_code: code, description }));
      expect(error).to.include({ fault, code: String(code), retryAfterMs: undefined });
    });
  }

  for (const [thrown, fault, code] of FAILURES) {
    it(`${thrown instanceof Error ? thrown.message : String(thrown)} is ${fault}`, () => {
      const error = fold(thrown);
      expect(error).to.include({ fault, code });
      expect(error.message).to.not.contain('the-token');
    });
  }

  it('waits as long as it is told', () => {
    const response = { error_code: 429, description: 'Too Many', parameters: { retry_after: 3 } };
    expect(fold(new TelegramError(response))).to.include({ fault: 'busy', retryAfterMs: 3000 });
  });

  it('takes an answer without a code for garbage', () => {
    const response = { ok: false } as unknown as ConstructorParameters<typeof TelegramError>[0];
    expect(fold(new TelegramError(response))).to.include({ fault: 'fate-unknown', code: 'garbage' });
  });

  it('blanks the token in what the provider says', () => {
    const error = fold(new TelegramError({ error_code: 400, description: `no bot ${TOKEN} here` }));
    expect(error.message).to.equal('rejected: 400 no bot [token] here');
  });
});
