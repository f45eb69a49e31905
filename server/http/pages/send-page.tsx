import type { Request, Response } from 'express';
import { render } from 'preact-render-to-string';
import type { VNode } from 'preact';
import { channelPauses } from '../../outbox/pause.ts';
import type { Runtime } from '../../runtime.ts';
import type { Staff } from '../../usecases/staff.ts';
import { csrfToken } from '../staff/csrf.ts';
import type { Frame } from './layout.tsx';
import { channelName } from './message-words.ts';

/** Sends a page, or a part of one. It holds names and numbers of people, so nobody on the way keeps it. */
export function sendPage(res: Response, page: VNode, status = 200): void {
  const html = render(page);
  res
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(html.startsWith('<html') ? `<!doctype html>${html}` : html);
}

/** What the page shows around its contents. */
export async function frameFor(runtime: Runtime, req: Request, staff: Staff | undefined): Promise<Frame> {
  const { config, club, store } = runtime;
  const pauses = staff === undefined ? [] : await channelPauses(store);
  return {
    club: club.program.name,
    staff,
    csrf: csrfToken(req),
    simulator: config.simulator,
    warnings: pauses.map(({ channel, code }) => pauseWarning(channel, code, staff)),
  };
}

/** A cashier is told that her work goes on; who can do something about it also reads the provider's code. */
function pauseWarning(channel: string, code: string, staff: Staff | undefined): string {
  const what = `فرستادن با ${channelName(channel)} فعلاً ممکن نیست؛ خریدها ثبت می‌شود و پیام‌ها بعداً می‌رود.`;
  return staff?.role === 'cashier' ? what : `${what} کد سرویس‌دهنده: ${code}`;
}
