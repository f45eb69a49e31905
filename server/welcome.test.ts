import { expect } from 'chai';
import { createTestRuntime } from './testing/test-runtime.ts';
import { welcomeText } from './welcome.ts';

const owner = { login: 'owner', password: 'word-word-1234' };

async function welcome(
  env: Readonly<Record<string, string>>,
  shown: { owner?: typeof owner; isTerminal: boolean },
): Promise<string> {
  const runtime = await createTestRuntime({ env });
  const text = welcomeText(runtime.config, { club: 'the club', owner: undefined, ...shown });
  await runtime.close();
  return text;
}

describe('the welcome', () => {
  const [person, journal] = [{ isTerminal: true }, { isTerminal: false }];

  it('shows the addresses that are keys to a person, and to a journal only at the first start', async () => {
    for (const shown of [person, { ...journal, owner }]) {
      expect(await welcome({}, shown))
        .to.include('/test-channel-secret/')
        .and.include('?key=');
    }
    expect(await welcome({}, journal))
      .to.include('vafa addresses')
      .and.not.include('test-channel-secret')
      .and.not.include('?key=');
  });

  it('shows the first password wherever it goes', async () => {
    expect(await welcome({}, { ...journal, owner })).to.include(owner.password);
  });

  it('shows of a process without the role web where its probes are, and nothing it does not serve', async () => {
    const text = await welcome({ ROLES: 'worker,scheduler', PORT: '3002' }, person);
    expect(text)
      .to.include('works for the club: worker, scheduler.')
      .and.include('http://127.0.0.1:3002/livez')
      .and.not.include('/counter')
      .and.not.include('test-channel-secret');
  });

  it('prints no key for a simulator that opens after a log-in only', async () => {
    const text = await welcome({ PUBLIC_URL: 'https://club.example' }, person);
    expect(text).to.include('https://club.example/simulator\n').and.not.include('?key=');
  });

  it('names what is simulated, and promises nothing of the rest', async () => {
    const bale = await welcome({ BALE_BOT_TOKEN: '123456:abcdefghijklmnop' }, person);
    expect(bale)
      .to.match(/stands in for SMS \(.*\) and Telegram \(.*\)\.\n/)
      .and.include('Bots: Bale.');
    const sms = await welcome({ KAVENEGAR_API_KEY: 'a-real-key-0123', SIMULATOR: 'on' }, person);
    expect(sms)
      .to.match(/stands in for Telegram/)
      .and.not.match(/stands in for SMS/);
    for (const text of [bale, sms]) expect(text).to.not.match(/leaves this machine/i);
  });
});
