import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Config } from '../../config.ts';
import { isLoopback } from '../../settings.ts';

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

/** Whether the server is meant to be reached from its own machine alone. */
export function isPrivateServer({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): boolean {
  return isLoopbackAt(host.includes(':') ? `[${host}]` : host) && isLoopback(new URL(publicUrl));
}

/** Of a host, with or without a port, as URLs have it. */
function isLoopbackAt(host: string): boolean {
  const url = URL.parse(`http://${host}`);
  return url !== null && isLoopback(url);
}

const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** From this machine, not through a proxy, and not by a name that somebody has pointed at this machine. */
export function isFromHere(req: Request): boolean {
  const from = req.socket.remoteAddress ?? '';
  const here = /^(?:::ffff:)?127\.|^::1$/.test(from);
  return (
    here && isLoopbackAt(req.get('host') ?? '') && forwarded.every((name) => req.get(name) === undefined)
  );
}
