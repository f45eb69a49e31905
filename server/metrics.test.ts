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
    one.errors.inc({ where: 'inbox' });
    expect(await one.text()).to.contain('vafa_errors_total{where="inbox"} 1');
    expect(await other.text()).to.contain('vafa_errors_total{where="inbox"} 0');
  });

  it('counts what has not happened yet as zero', async () => {
    const text = await createMetrics().text();
    for (const line of [
      'vafa_purchases_total{result="recorded"} 0',
      'vafa_ledger_postings_total{type="accrual"} 0',
      'vafa_outbox_sends_total{channel="bale",result="unknown"} 0',
      'vafa_inbox_messages_total{channel="ussd",outcome="stored"} 0',
      'vafa_errors_total{where="job"} 0',
    ]) {
      expect(text).to.contain(`${line}\n`);
    }
  });

  it('says nothing of what nobody has measured', async () => {
    const metrics = createMetrics();
    const measured = /^vafa_(ledger_(imbalanced|round)|inbox_(waiting|oldest)|provider_credit)/m;
    expect(await metrics.text()).to.not.match(measured);
    metrics.ledgerImbalancedMembers.set(0);
    expect(await metrics.text()).to.contain('\nvafa_ledger_imbalanced_members 0\n');
    metrics.watchStanding(() => Promise.reject(new Error('locked')));
    expect(await metrics.text()).to.not.match(/^vafa_inbox_(waiting|oldest)/m);
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

  it('asks for what changes slowly once a minute at most, and says zero', async () => {
    const metrics = createMetrics();
    const standing = {
      deadLetters: [{ box: 'outbox', state: 'unknown', count: 0 }],
      ...{ inboxWaiting: 2, inboxOldestAgeSeconds: 3, pausedChannels: ['sms'] },
      jobSuccesses: [{ job: 'expiry', atSeconds: 1_700_000_000 }],
    };
    let reads = 0;
    metrics.watchStanding(() => {
      reads += 1;
      return Promise.resolve(standing);
    });
    await metrics.text();
    const text = await metrics.text();
    expect(reads).to.equal(1);
    expect(text).to.contain('vafa_dead_letters{box="outbox",state="unknown"} 0');
    expect(text).to.contain('vafa_inbox_waiting 2');
    expect(text).to.contain('vafa_inbox_oldest_age_seconds 3');
    expect(text).to.contain('vafa_job_last_success_timestamp_seconds{job="expiry"} 1700000000');
    expect(text).to.contain('vafa_channel_paused{channel="sms"} 1');
  });
});
