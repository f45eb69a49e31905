import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../config.ts';

/** Whoever knows it has read what the server shows to who runs it. */
function trialKey({ sessionSecret }: Pick<Config, 'sessionSecret'>): string {
  return createHmac('sha256', sessionSecret).update('simulator trial').digest('base64url');
}

/** Where the owner opens the simulator with one click, before there is anybody to log in as. */
export function trialPath(config: Pick<Config, 'sessionSecret'>): string {
  return `/simulator?key=${trialKey(config)}`;
}

/** Digests are compared: of one length, and in a time that tells nothing of the key. */
export function isTrialKey(config: Pick<Config, 'sessionSecret'>, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(trialKey(config)));
}
