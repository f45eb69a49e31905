import { expect } from 'chai';
import type { Channel, ProviderAccount } from '../../channels/types.ts';
import { createMetrics } from '../metrics.ts';
import type { Runtime } from '../runtime.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createAccountWatch } from './accounts.ts';

describe('the watch on the providers’ accounts', () => {
  let runtime: TestRuntime;
  let answer: () => Promise<ProviderAccount>;

  beforeEach(async () => {
    runtime = await createTestRuntime();
  });
  afterEach(() => runtime.close());

  /** What a scrape says after one look more. */
  async function looked(metrics: Runtime['metrics']): Promise<string> {
    const { sms } = runtime.channels;
    const channel = { ...sms, name: 'sms', account: () => answer() } as Channel;
    const watch = createAccountWatch({ ...runtime, metrics, channels: { sms: channel } });
    watch.start();
    await new Promise(setImmediate);
    await watch.stop();
    return metrics.text();
  }

  it('tells the credit that is left, and nothing of it once the provider does not answer', async () => {
    const metrics = createMetrics();
    answer = () => Promise.resolve({ identity: 'a shop', creditRial: 7_000 });
    expect(await looked(metrics)).to.include('vafa_provider_credit_rial{channel="sms"} 7000');
    answer = () => Promise.reject(new Error('no answer'));
    expect(await looked(metrics)).to.not.include('vafa_provider_credit_rial{');
  });
});
