import { expect } from 'chai';
import { createSimulator } from './simulator.ts';

const simulator = createSimulator('sms');
const post = (body: unknown) => simulator.receiveMessage({ method: 'POST', headers: {}, query: {}, body });
const usual = { from: '09123456789', text: 'امتیاز', id: 'a-1' };

describe('simulator', () => {
  it('takes what the page posts', () => {
    expect(post(usual)).to.deep.equal({
      kind: 'message',
      providerId: 'sim-a-1',
      from: '09123456789',
      text: 'امتیاز',
    });
  });

  for (const [what, body, reason] of [
    ['nothing', undefined, 'from is missing'],
    ['a repeated text', { ...usual, text: ['1', '2'] }, 'text is not a text'],
    ['an odd id', { ...usual, id: '../1' }, 'id does not look right'],
    ['a long text', { ...usual, text: 'a'.repeat(10_001) }, 'text is too long'],
    ['no sender', { ...usual, from: 'x' }, 'from does not look right'],
  ] as const) {
    it(`${what} is malformed`, () => expect(post(body)).to.deep.equal({ kind: 'malformed', reason }));
  }

  it('takes nothing by GET', () => {
    const request = { method: 'GET', headers: {}, query: usual, body: undefined };
    expect(simulator.receiveMessage(request).kind).to.equal('malformed');
  });

  it('ignores a blank text', () => expect(post({ ...usual, text: ' ' }).kind).to.equal('ignored'));

  it('delivers at once and knows every id', async () => {
    const receipt = { providerId: 'sim-7', state: 'delivered' };
    const { signal } = new AbortController();
    expect(simulator.simulated).to.equal(true);
    expect(await simulator.send({ id: 7, to: '+989123456789', text: 'a' }, signal)).to.deep.equal(receipt);
    expect(await simulator.ask?.(7, signal)).to.deep.equal({ known: true, receipt });
    expect(await simulator.account?.(signal)).to.deep.equal({ identity: 'simulator' });
  });
});
