import { expect } from 'chai';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { receive } from './receive.ts';

const sara = '+989120000001';
const ali = '+989120000002';
const hour = 3_600_000;

describe('the limit of automatic answers to one number', () => {
  let runtime: TestRuntime;
  let made = 0;

  const { lines } = shareRuntime((shared) => (runtime = shared));

  /** How many answers a text brought. */
  async function say(from: string, text: string): Promise<number> {
    const before = runtime.sent.length;
    await receive(runtime, 'sms', { kind: 'message', from, text, providerId: `m${made++}` });
    await runtime.settle();
    return runtime.sent.length - before;
  }

  async function sayMuch(from: string, times: number): Promise<number> {
    let answers = 0;
    for (let time = 0; time < times; time++) answers += await say(from, `text ${time}`);
    return answers;
  }

  const warnings = () =>
    lines().filter(({ level, msg }) => level === 'warn' && String(msg).includes('automatic answers'));

  it('is twenty in an hour, whatever the texts, and is said once', async () => {
    expect(await sayMuch(sara, 25)).to.equal(20);
    expect(warnings()).to.have.length(1);
    expect(await say(ali, 'text 0')).to.equal(1);
    runtime.clock.advance(hour - 1);
    expect(await say(sara, 'another')).to.equal(0);
    runtime.clock.advance(1);
    expect(await say(sara, 'another')).to.equal(1);
  });

  it('keeps nothing from being done', async () => {
    await sayMuch(sara, 25);
    expect(await say(sara, 'join')).to.equal(0);
    expect(await runtime.count('members', `phone = '${sara}'`)).to.equal(1);
    expect(await say(sara, 'stop')).to.equal(0);
    expect(await runtime.count('members', 'promotions_stopped_at IS NOT NULL')).to.equal(1);
    expect(await runtime.count('inbox', "state <> 'handled'")).to.equal(0);
  });
});
