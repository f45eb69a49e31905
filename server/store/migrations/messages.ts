import {
  addColumn,
  addIndex,
  createTable,
  key,
  long,
  optional,
  small,
  starting,
  text,
  whole,
} from '../schema.ts';

/** What came in, what goes out, where each conversation stands, and the jobs that ran. */
export const messages = [
  createTable(21, 'inbox', {
    columns: {
      id: whole,
      channel: key(16),
      provider_id: key(128),
      kind: key(16),
      address: key(64),
      // The folded text's digest: what counts as "the same text" for the limit on automatic answers.
      text_key: key(64),
      body: long,
      state: key(16),
      due_at: whole,
      attempts: starting(small, 0),
      answered: starting(small, 0),
      reply: optional(long),
      error: optional(text(500)),
      received_at: whole,
      handled_at: optional(whole),
    },
    primary: ['id'],
    unique: [['channel', 'provider_id']],
    index: [
      ['state', 'due_at'],
      ['channel', 'address', 'received_at'],
    ],
  }),
  createTable(22, 'outbox', {
    columns: {
      // Also the id the provider knows the message by.
      id: whole,
      channel: key(16),
      address: key(64),
      member_id: optional(whole),
      template: key(64),
      class: key(16),
      body: long,
      buttons: optional(long),
      parts: small,
      cost_rial: whole,
      charged_rial: optional(whole),
      state: key(16),
      // When it may be taken next; a lease moves it past the lease's end.
      due_at: whole,
      expires_at: optional(whole),
      lease_token: optional(key(36)),
      attempts: starting(small, 0),
      provider_id: optional(key(64)),
      code: optional(key(64)),
      // What may be sent once (`birthday:…`); empty for what may be sent again.
      once_key: optional(key(100)),
      inbox_id: optional(whole),
      purchase_id: optional(whole),
      occasion_id: optional(whole),
      created_at: whole,
      attempted_at: optional(whole),
      wired_at: optional(whole),
      ended_at: optional(whole),
    },
    primary: ['id'],
    unique: [['once_key']],
    index: [['state', 'due_at'], ['channel', 'provider_id'], ['channel', 'address'], ['member_id']],
  }),
  createTable(23, 'channel_pauses', {
    columns: { channel: key(16), code: key(64), reason: text(500), since_at: whole, until_at: whole },
    primary: ['channel'],
  }),
  createTable(24, 'conversations', {
    columns: {
      channel: key(16),
      address: key(64),
      step: key(32),
      data: long,
      updated_at: whole,
      expires_at: whole,
    },
    primary: ['channel', 'address'],
  }),
  createTable(25, 'job_runs', {
    columns: {
      id: whole,
      job: key(32),
      period: key(16),
      state: key(16),
      lease_token: key(36),
      lease_until: whole,
      // The last member the run has finished with: where it goes on after a break.
      watermark: starting(whole, 0),
      done: starting(small, 0),
      attempts: starting(small, 0),
      error: optional(text(500)),
      started_at: whole,
      finished_at: optional(whole),
    },
    primary: ['id'],
    unique: [['job', 'period']],
  }),
  // Members a run has passed over because it failed for them.
  addColumn(26, 'job_runs', { name: 'failed', type: starting(small, 0) }),
  // One row: what this installation is, whatever its address or its processes are called.
  createTable(27, 'installation', {
    columns: { id: small, code: key(36), created_at: whole },
    primary: ['id'],
  }),
  // For what is undone: the messages that told of the purchase.
  addIndex(28, 'outbox', ['purchase_id']),
  // What one process at a time may do, such as polling a bot.
  createTable(29, 'leases', {
    columns: { name: key(64), token: key(36), until_at: whole },
    primary: ['name'],
  }),
  // Channels on which nothing but questions goes out since a restore.
  createTable(30, 'restored_channels', {
    columns: { channel: key(16), taken_at: whole, restored_at: whole },
    primary: ['channel'],
  }),
  // Digests of what all processes must have alike; none until a server has started.
  addColumn(31, 'installation', { name: 'channel_secret', type: optional(key(64)) }),
  addColumn(32, 'installation', { name: 'session_secret', type: optional(key(64)) }),
];
