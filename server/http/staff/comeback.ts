import type { Request } from 'express';

/** Pages that somebody may be sent back to. */
const PAGES = /^\/(?:counter|simulator)(?:[/?]|$)/;
const LENGTH_MAX = 2000;

const comebacks = new WeakMap<Request, string>();

/**
 * Remembers the page on which somebody finds again what she typed, should this request end in a log-in form or
 * a fault. It is opened with GET, so that opening it is always safe.
 */
export function rememberComeback(req: Request, path: string): void {
  comebacks.set(req, path);
}

/** The page to come back to: the remembered one, the page itself, or the page a part of it was asked from. */
export function comebackOf(req: Request): string {
  const remembered = comebacks.get(req);
  if (remembered !== undefined) return remembered;
  if (isHtmx(req)) return safePath(pathOf(req.get('HX-Current-URL')));
  return req.method === 'GET' ? safePath(req.originalUrl) : safePath(undefined);
}

/** The path if it leads to a page of ours, else the counter: nobody can make a log-in end on his own site. */
export function safePath(path: unknown): string {
  const home = '/counter';
  if (typeof path !== 'string' || path.length > LENGTH_MAX || !PAGES.test(path)) return home;
  const url = URL.parse(path, 'http://here.invalid');
  if (url?.host !== 'here.invalid' || !PAGES.test(url.pathname)) return home;
  return url.pathname + url.search;
}

function pathOf(url: string | undefined): string | undefined {
  const parsed = url === undefined ? null : URL.parse(url);
  return parsed ? parsed.pathname + parsed.search : undefined;
}

/** Whether htmx asks, which takes parts of pages and follows headers of its own. */
export function isHtmx(req: Request): boolean {
  return req.get('HX-Request') === 'true';
}

/** A path with the parameters that have a value. */
export function pathWith(path: string, params: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(params).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
