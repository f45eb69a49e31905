import { expect } from 'chai';
import type { Channel } from '../../channels/types.ts';
import { createFakeChannel } from '../testing/fake-channel.ts';
import type { FakeChannel } from '../testing/fake-channel.ts';
import { aBuyer } from '../testing/factories.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { discardMessage } from './discard-message.ts';
import { reversePurchase } from './reverse-purchase.ts';
import { retryMessage } from './retry-message.ts';

const hourMs = 3_600_000;

describe('a message that missed its receiver', () => {
  let runtime: TestRuntime;
  let sms: FakeChannel;
  let messageId: number;

  beforeEach(async () => {
    sms = createFakeChannel('sms');
    runtime = await createTestRuntime({ channels: { sms } });
    await aBuyer(runtime);
    const row = await runtime.store.one<{ id: number }>('SELECT id FROM outbox');
    messageId = row?.id ?? 0;
  });
  afterEach(() => runtime.close());

  const retry = (mayDouble = false, id = messageId) =>
    runtime.store.transaction((tx) =>
      retryMessage(runtime, tx, { messageId: id, reason: 'asked for', actor: 'cli', mayDouble }),
    );
  const discard = () =>
    runtime.store.transaction((tx) =>
      discardMessage(runtime, tx, { messageId, reason: 'told her', actor: 'cli' }),
    );
  const set = (columns: string) =>
    runtime.store.transaction((tx) => tx.run(`UPDATE outbox SET ${columns} WHERE id = ?`, [messageId]));
  const stateOf = (id: number) =>
    runtime.store.one<{ state: string; code: string | null }>('SELECT state, code FROM outbox WHERE id = ?', [
      id,
    ]);
  const idsSent = () => sms.sent.map((message) => message.id);

  it('goes out as a new message when it surely failed, once, and points back', async () => {
    sms.fail('rejected');
    await runtime.settle();
    const result = await retry();
    expect(result.kind).to.equal('sent-anew');
    const newId = 'messageId' in result ? result.messageId : 0;
    await runtime.settle();
    expect(idsSent()).to.deep.equal([newId]);
    expect(newId).to.not.equal(messageId);
    expect(await stateOf(messageId)).to.deep.equal({ state: 'failed', code: 'retried' });
    expect(await runtime.count('outbox', `id = ${newId} AND once_key = 'retry:${messageId}'`)).to.equal(1);
    expect(await retry()).to.deep.equal({ kind: 'retried-before', messageId: newId });
    expect(await runtime.count('audit', "action = 'message.retry'")).to.equal(1);
  });

  it('needs a new id once the provider has taken it, for under the old one nothing would be sent', async () => {
    await runtime.settle();
    await set("state = 'undelivered'");
    expect((await retry()).kind).to.equal('sent-anew');
    await runtime.settle();
    expect(new Set(idsSent()).size).to.equal(2);
  });

  it('is asked for first while the provider remembers, and is not doubled when it had arrived', async () => {
    sms.fail('fate-unknown');
    await runtime.settle();
    await set("state = 'unknown'");
    expect(await retry()).to.deep.equal({ kind: 'asking', messageId });
    await runtime.settle();
    expect(idsSent()).to.deep.equal([messageId]);
    expect((await stateOf(messageId))?.state).to.equal('delivered');
  });

  it('is sent under its own id when the provider never saw it', async () => {
    await set(`state = 'unknown', attempts = 1, attempted_at = ${runtime.clock.now()}`);
    expect((await retry()).kind).to.equal('asking');
    await runtime.settle();
    expect(idsSent()).to.deep.equal([messageId]);
  });

  it('is not touched without a word about doubles once nobody can say what became of it', async () => {
    await set(`state = 'unknown', attempts = 1, attempted_at = ${runtime.clock.now() - 12 * hourMs}`);
    expect(await retry()).to.deep.equal({ kind: 'may-double' });
    expect((await stateOf(messageId))?.state).to.equal('unknown');
    expect(await runtime.count('audit', "action = 'message.retry'")).to.equal(0);
    expect(await retry(true)).to.deep.equal({ kind: 'asking', messageId });
    await runtime.settle();
    expect(idsSent(), 'the same id: a provider that still remembers drops it').to.deep.equal([messageId]);
  });

  it('goes out anew, for who accepts a double, where the provider cannot be asked', async () => {
    const mute: Channel = { ...sms };
    delete mute.ask;
    const deaf = { ...runtime, channels: { sms: mute } };
    await set(`state = 'unknown', attempts = 1, attempted_at = ${runtime.clock.now()}`);
    const retrying = { messageId, reason: 'asked for', actor: 'cli' };
    const results = [
      await runtime.store.transaction((tx) => retryMessage(deaf, tx, { ...retrying, mayDouble: false })),
      await runtime.store.transaction((tx) => retryMessage(deaf, tx, { ...retrying, mayDouble: true })),
    ];
    expect(results.map(({ kind }) => kind)).to.deep.equal(['may-double', 'sent-anew']);
  });

  it('is not retried while it is on its way, after it is worth nothing, or without its channel', async () => {
    expect(await retry()).to.deep.equal({ kind: 'wrong-state', state: 'queued' });
    expect(await retry(false, 12)).to.deep.equal({ kind: 'no-message' });
    await set(`state = 'failed', expires_at = ${runtime.clock.now()}`);
    expect(await retry()).to.deep.equal({ kind: 'expired', expiredAt: runtime.clock.now() });
    await set("state = 'failed', expires_at = NULL, channel = 'bale'");
    expect(await retry()).to.deep.equal({ kind: 'no-channel', channel: 'bale' });
    expect(await runtime.count('outbox')).to.equal(1);
  });

  for (const state of ['failed', 'undelivered', 'unknown'] as const) {
    it(`is not retried when it is ${state} and its purchase has been undone`, async () => {
      await set(`state = '${state}', attempts = 1, attempted_at = ${runtime.clock.now()}`);
      await runtime.store.transaction(async (tx) => {
        const [purchase] = await tx.all<{ id: number }>('SELECT id FROM purchases');
        const undoing = { purchaseId: purchase?.id ?? 0, actor: 'staff:1', reason: 'a mistake' };
        expect((await reversePurchase(runtime, tx, undoing)).kind).to.equal('undone');
      });
      const before = await runtime.count('outbox');
      expect(await retry(true)).to.deep.equal({ kind: 'purchase-undone' });
      expect(await runtime.count('outbox')).to.equal(before);
      expect(await runtime.count('audit', "action = 'message.retry'")).to.equal(0);
    });
  }

  it('is left alone when it is discarded, and not sent when it still waited', async () => {
    expect(await discard()).to.deep.equal({ kind: 'discarded', stopped: true });
    await runtime.settle();
    expect(idsSent()).to.deep.equal([]);
    expect(await stateOf(messageId)).to.deep.equal({ state: 'suppressed', code: 'discarded' });
    await set("state = 'failed', code = '411'");
    expect(await discard()).to.deep.equal({ kind: 'discarded', stopped: false });
    expect(await stateOf(messageId)).to.deep.equal({ state: 'failed', code: 'discarded' });
    const [, audited] = await runtime.store.all<{ detail: string }>(
      "SELECT detail FROM audit WHERE action = 'message.discard' ORDER BY id",
    );
    expect(JSON.parse(audited?.detail ?? '{}')).to.deep.equal({
      reason: 'told her',
      state: 'failed',
      code: '411',
    });
  });

  it('cannot be called back while it is being sent', async () => {
    await set("state = 'sending'");
    expect(await discard()).to.deep.equal({ kind: 'wrong-state', state: 'sending' });
  });
});
