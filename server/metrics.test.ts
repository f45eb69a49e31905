import { expect } from 'chai';
import { createMetrics } from './metrics.ts';

describe('metrics', () => {
  it('counts by its labels, and tells the event loop', async () => {
    const metrics = createMetrics();
    metrics.outboxSends.inc({ channel: 'sms', result: 'wired' });
    metrics.httpRequestSeconds.observe({ route: '/livez', method: 'GET', status: '2xx' }, 0.003);
    const text = await metrics.text();
    expect(text).to.contain('vafa_outbox_sends_total{channel="sms",result="wired"} 1');
    expect(text).to.match(/vafa_http_request_seconds_bucket\{le="0\.005",[^}]*\} 1/);
    expect(text).to.contain('nodejs_eventloop_lag_seconds');
    expect(metrics.contentType).to.match(/^text\/plain/);
  });

  it('keeps two servers of one process apart', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.errors.inc({ where: 'relay' });
    expect(await other.text()).not.to.contain('where="relay"');
  });

  it('asks for the backlog at each scrape, and forgets what is gone', async () => {
    const metrics = createMetrics();
    let rows = [{ channel: 'sms', state: 'due', count: 3, oldestAgeSeconds: 12 }];
    metrics.watchOutbox(() => Promise.resolve(rows));
    const before = await metrics.text();
    expect(before).to.contain('vafa_outbox_waiting{channel="sms",state="due"} 3');
    expect(before).to.contain('vafa_outbox_oldest_age_seconds{channel="sms",state="due"} 12');
    rows = [];
    expect(await metrics.text()).not.to.contain('state="due"');
  });

  it('answers without the backlog when the database does not, and counts that', async () => {
    const metrics = createMetrics();
    metrics.watchOutbox(() =>
      Promise.resolve([{ channel: 'sms', state: 'due', count: 3, oldestAgeSeconds: 1 }]),
    );
    await metrics.text();
    metrics.watchOutbox(() => Promise.reject(new Error('locked')));
    const text = await metrics.text();
    expect(text).to.contain('vafa_errors_total{where="metrics"} 1');
    expect(text).not.to.contain('state="due"');
  });
});
