import { expect } from 'chai';
import { createLog, type Log } from './log.ts';

const apiKey = '4B7A6F2D39/x+y==';
const token = '123456789:AAexample-token_with-marks';

/** A log, and all that it wrote. */
function capture(): { log: Log; lines: () => Record<string, unknown>[]; text: () => string } {
  const written: string[] = [];
  const log = createLog({
    level: 'trace',
    secrets: [apiKey, token, 'quo"te\\d', '', 'abc'],
    destination: { write: (line) => void written.push(line) },
  });
  const text = () => written.join('');
  const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines, text };
}

/** An error as libraries make them, with what they hang on it. */
function errorWith(message: string, extra: object): Error {
  return Object.assign(new Error(message), extra);
}

describe('log', () => {
  it('writes one line of JSON a fact, with level, time and fields', () => {
    const { log, lines, text } = capture();
    log.child({ part: 'relay' }).warn({ count: 3 }, 'three\nwaiting');
    expect(text()).to.match(/^[^\n]+\n$/);
    expect(lines()[0]).to.include({ level: 'warn', part: 'relay', count: 3, msg: 'three\nwaiting' });
    expect(lines()[0]?.['time']).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  describe('secrets', () => {
    const places: Record<string, (log: Log, secret: string) => void> = {
      'a message': (log, secret) => log.info(`with ${secret} inside`),
      'a field': (log, secret) => log.info({ url: `https://host/v1/${secret}/sms` }, 'sent'),
      'a nested field': (log, secret) => log.info({ a: { b: [{ c: secret }] } }, 'sent'),
      'a key': (log, secret) => log.info({ [secret]: true }, 'sent'),
      'a URL-encoded form': (log, secret) => log.info(encodeURIComponent(secret)),
      'bindings of a child': (log, secret) => log.child({ secret }).info('sent'),
      'an error': (log, secret) => log.error(new Error(`no ${secret}`)),
      'an error in a field': (log, secret) =>
        log.error({ err: new Error(secret), error: new Error(secret) }, 'x'),
      'a cause': (log, secret) => log.error(new Error('outer', { cause: new Error(secret) })),
    };
    for (const [place, write] of Object.entries(places)) {
      for (const secret of [apiKey, token, 'quo"te\\d']) {
        it(`blanks ${JSON.stringify(secret)} in ${place}`, () => {
          const { log, text, lines } = capture();
          write(log, secret);
          expect(lines()).to.have.length(1);
          expect(text()).to.contain('***');
          for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
            expect(text()).not.to.contain(form);
          }
        });
      }
    }

    it('leaves ordinary words alone, though a secret be as short as they', () => {
      const { log, lines } = capture();
      log.info('abc def');
      expect(lines()[0]?.['msg']).to.equal('abc def');
    });

    it('blanks the headers that carry proofs', () => {
      const { log, text } = capture();
      const headers = {
        authorization: 'Bearer proof',
        cookie: 'proof',
        'set-cookie': ['proof'],
        Cookie: 'proof',
      };
      log.info({ ...headers, headers, req: { headers }, a: { b: { headers } } }, 'asked');
      expect(text()).not.to.contain('proof');
    });
  });

  describe('phone numbers', () => {
    const typed = [
      '09121234567',
      '+989121234567',
      '00989121234567',
      '989121234567',
      '0989121234567',
      '9121234567',
      '0912 123 4567',
      '0912-123-4567',
      '0912.123.4567',
      '(0912) 123 4567',
      '+98 (0) 912 123 45 67',
      '۰۹۱۲۱۲۳۴۵۶۷',
      '٠٩١٢١٢٣٤٥٦٧',
      '۰۹۱۲\u200c۱۲۳\u200c۴۵۶۷',
      '0912\t123\t4567',
      '\u202a+98 912 123 4567\u202c',
      '%2B989121234567',
      'sms:+989121234567',
      'شماره09121234567است',
      '+15551234567',
      '+4915112345678',
      '+35812345',
    ];
    const places: Record<string, (log: Log, phone: string) => void> = {
      'a message': (log, phone) => log.info(`to ${phone}, twice: ${phone}`),
      'a field': (log, phone) => log.info({ a: [{ phone }] }, 'sent'),
      'a key': (log, phone) => log.info({ [phone]: 1 }, 'sent'),
      'an error': (log, phone) => log.error(new Error(`Duplicate entry '${phone}' for key`)),
    };
    for (const [place, write] of Object.entries(places)) {
      for (const phone of typed) {
        it(`masks ${JSON.stringify(phone)} in ${place}`, () => {
          const { log, text, lines } = capture();
          write(log, phone);
          expect(lines()).to.have.length(1);
          expect(text()).to.contain('***');
          expect(digitsOf(text())).not.to.contain(digitsOf(phone).slice(-7));
        });
      }
    }

    it('leaves enough to tell one from another', () => {
      const { log, lines } = capture();
      log.info('to +989121234567 and 09121234567');
      expect(lines()[0]?.['msg']).to.equal('to +98912***4567 and 0912***4567');
    });

    it('leaves dates, ids, addresses and amounts as they are', () => {
      const { log, lines } = capture();
      const msg =
        '2029-09-12T09:12:34.567Z 91.212.134.15 6912123456789012 1,912,123,456 9,121,234,567 ' +
        '0191e2c4-98f0-7123-9d45-6789abcdef01 98.91.212.134';
      log.info({ id: 9121234567 }, msg);
      expect(lines()[0]).to.include({ msg, id: 9121234567 });
    });
  });

  it('keeps of an error its type, message, stack, code, fault and cause, and nothing that was sent', () => {
    const { log, lines, text } = capture();
    const cause = errorWith('refused', { code: 'ECONNREFUSED', on: { payload: { text: 'hello Sara' } } });
    const error = errorWith('failed', {
      fault: 'busy',
      code: 429,
      sql: "INSERT 'hello Sara'",
      parameters: ['Sara'],
      cause,
    });
    log.error(error, 'not sent');
    expect(text()).not.to.contain('Sara');
    const written = lines()[0]?.['err'] as Record<string, unknown>;
    expect(written).to.include({ type: 'Error', message: 'failed', code: 429, fault: 'busy' });
    expect(written['stack']).to.contain('log.test.ts');
    expect(written['cause']).to.include({ message: 'refused', code: 'ECONNREFUSED' });
  });

  it('says what was thrown, even when it is no error', () => {
    const { log, lines } = capture();
    log.error({ err: 'plain words' }, 'odd');
    expect(lines()[0]).to.include({ err: 'plain words' });
  });
});

function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/[^0-9۰-۹٠-٩]/g, '');
}
