import { createHash } from 'node:crypto';
import { Cookie, Store } from 'express-session';
import type { CookieOptions, SessionData } from 'express-session';
import type { Runtime } from '../../runtime.ts';

type Parts = Pick<Runtime, 'store' | 'clock' | 'log'>;
type Done = (error?: unknown) => void;

interface SessionRow {
  readonly data: string;
  readonly expiresAt: number;
}

/** A session that lives on is written down again only once this much of its time is spent. */
const touchAfterMs = 5 * 60_000;
/** Between two cleanings of what has expired. */
const pruneEveryMs = 15 * 60_000;

/**
 * Sessions in the database. Their ids are the keys to the house, so only digests of them are kept: whoever
 * reads the table, or a backup of it, cannot come in with what he finds. A visitor who has proven nothing has a
 * session that is its id alone, signed in her cookie, and no row: asking for forms writes nothing.
 */
export class SessionStore extends Store {
  private readonly parts: Parts;
  private readonly visitorCookie: CookieOptions;
  private prunedAt = 0;

  constructor(parts: Parts, visitorCookie: CookieOptions) {
    super();
    this.parts = parts;
    this.visitorCookie = visitorCookie;
  }

  override get(sid: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    this.read(sid).then(
      (row) => callback(null, row ? (JSON.parse(row.data) as SessionData) : this.visitorSession()),
      (error: unknown) => callback(error),
    );
  }

  override set(sid: string, session: SessionData, callback?: Done): void {
    settle(isProven(session) ? this.write(sid, session) : Promise.resolve(), callback);
  }

  override destroy(sid: string, callback?: Done): void {
    const { store } = this.parts;
    settle(
      store.transaction((tx) => tx.run('DELETE FROM sessions WHERE id = ?', [digest(sid)])),
      callback,
    );
  }

  /** A session that could not be prolonged lives for as long as it did: nothing a visitor need hear of. */
  override touch(sid: string, session: SessionData, callback?: () => void): void {
    this.prolong(sid, session)
      .catch((error: unknown) => this.parts.log.warn({ err: error }, 'a session could not be prolonged'))
      .finally(() => callback?.());
  }

  private async read(sid: string): Promise<SessionRow | undefined> {
    const { store, clock } = this.parts;
    return store.one<SessionRow>(
      'SELECT data, expires_at AS expiresAt FROM sessions WHERE id = ? AND expires_at > ?',
      [digest(sid), clock.now()],
    );
  }

  private async write(sid: string, session: SessionData): Promise<void> {
    const { store, clock } = this.parts;
    const now = clock.now();
    const row = { id: digest(sid), data: JSON.stringify(session), expires_at: this.endOf(session) };
    const prune = now - this.prunedAt >= pruneEveryMs;
    await store.transaction(async (tx) => {
      await tx.upsert('sessions', ['id'], [row]);
      if (prune) await tx.run('DELETE FROM sessions WHERE expires_at <= ?', [now]);
    });
    if (prune) this.prunedAt = now;
  }

  private async prolong(sid: string, session: SessionData): Promise<void> {
    const end = this.endOf(session);
    const kept = await this.read(sid);
    if (!kept || end - kept.expiresAt < touchAfterMs) return;
    await this.parts.store.transaction((tx) =>
      tx.run('UPDATE sessions SET expires_at = ? WHERE id = ?', [end, digest(sid)]),
    );
  }

  /** express-session asks only for ids that carry our signature. */
  private visitorSession(): SessionData {
    return { cookie: Object.assign(new Cookie(), this.visitorCookie) };
  }

  private endOf({ cookie }: SessionData): number {
    return this.parts.clock.now() + (cookie.originalMaxAge ?? 0);
  }
}

function isProven({ staffId, trial }: SessionData): boolean {
  return staffId !== undefined || trial === true;
}

function settle(work: Promise<unknown>, callback: Done = () => undefined): void {
  work.then(
    () => callback(),
    (error: unknown) => callback(error),
  );
}

function digest(sid: string): string {
  return createHash('sha256').update(sid).digest('hex');
}
