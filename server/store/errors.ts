/** Why a transaction is worth repeating at once. */
export const retryReasons = ['deadlock', 'lock-wait', 'changed', 'connection', 'unique', 'busy'] as const;
export type RetryReason = (typeof retryReasons)[number];

/**
 * The database cannot be used right now (locked, full, gone); trying later is right. Nothing was written, unless the
 * answer to a COMMIT was lost: then nobody knows, and only a key makes repeating it safe.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** True when the same transaction may succeed at once (a lock, a deadlock), false when waiting is needed. */
  readonly transient: boolean;
  /** Of what is transient; a lost connection where nothing else was said. */
  readonly reason: RetryReason | undefined;

  constructor(message: string, options: { transient: boolean; reason?: RetryReason; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.transient = options.transient;
    this.reason = options.transient ? (options.reason ?? 'connection') : undefined;
  }
}

/** A unique index refused a row; nothing of the transaction was written. */
export class UniqueViolation extends Error {
  override readonly name = 'UniqueViolation';

  constructor(cause: unknown) {
    super('a row with the same unique key exists', { cause });
  }
}

/** A restore fills the database, or was broken off while it did: what is there must not be served. */
export class UnfinishedRestore extends Error {
  override readonly name = 'UnfinishedRestore';

  constructor() {
    super(
      'A restore into this database is under way or was broken off: wait for it, or run ./scripts/vafa restore again with the same file.',
    );
  }
}
