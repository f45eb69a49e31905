import { expect } from 'chai';
import { createMetrics } from '../metrics.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { aMember } from '../testing/factories.ts';
import { aMessage } from '../testing/messages.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { watchBacklog } from './backlog.ts';

describe('the metrics of what stands in the tables', () => {
  let runtime: TestRuntime;
  beforeEach(async () => {
    runtime = await createTestRuntime();
  });
  afterEach(() => runtime.close());

  /** A scrape that reads everything anew. */
  async function scrape(): Promise<string> {
    const metrics = createMetrics();
    watchBacklog(metrics, runtime.store, runtime.clock);
    return metrics.text();
  }
  const write = (sql: string) => runtime.store.transaction((tx) => tx.run(sql));

  it('tell what waits, by channel and state, and for how long', async () => {
    await aMessage(runtime);
    await aMessage(runtime, { to: { channel: 'telegram', address: '7' } });
    runtime.clock.advance(90_000);
    const text = await scrape();
    expect(text).to.contain('vafa_outbox_waiting{channel="sms",state="queued"} 1');
    expect(text).to.contain('vafa_outbox_oldest_age_seconds{channel="telegram",state="queued"} 90');
    await runtime.settle();
    expect(await scrape()).not.to.contain('vafa_outbox_waiting{channel="sms"');
  });

  it('tell how long a message has been at the provider, not how long it waited for its hour', async () => {
    const id = await aMessage(runtime);
    runtime.clock.advance(9 * 3_600_000);
    await write(
      `UPDATE outbox SET state = 'sending', attempted_at = ${runtime.clock.now()} WHERE id = ${id}`,
    );
    runtime.clock.advance(30_000);
    expect(await scrape()).to.contain('vafa_outbox_oldest_age_seconds{channel="sms",state="sending"} 30');
  });

  it('tell what waits for a person until somebody has dealt with it', async () => {
    await aMessage(runtime);
    expect(await scrape()).to.contain('vafa_dead_letters{box="outbox",state="unknown"} 0');
    await write(`UPDATE outbox SET state = 'unknown'`);
    expect(await scrape()).to.contain('vafa_dead_letters{box="outbox",state="unknown"} 1');
    await write(`UPDATE outbox SET code = 'discarded'`);
    expect(await scrape()).to.contain('vafa_dead_letters{box="outbox",state="unknown"} 0');
  });

  it('tell when a job ended well, and not when it failed for somebody', async () => {
    await aMember(runtime);
    await createScheduler(runtime).runDue();
    const at = runtime.clock.now() / 1000;
    expect(await scrape()).to.contain(`vafa_job_last_success_timestamp_seconds{job="expiry"} ${at}`);
    await write(`UPDATE job_runs SET failed = 1`);
    expect(await scrape()).not.to.contain('job="expiry"');
  });

  it('tell which channels rest', async () => {
    expect(await scrape()).not.to.contain('vafa_channel_paused{');
    await write(`INSERT INTO restored_channels (channel, taken_at, restored_at) VALUES ('sms', 1, 2)`);
    expect(await scrape()).to.contain('vafa_channel_paused{channel="sms"} 1');
  });
});
