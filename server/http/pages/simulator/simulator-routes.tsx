import { Router } from 'express';
import type { Runtime } from '../../../runtime.ts';
import { pathWith } from '../../staff/comeback.ts';
import { frameFor, sendPage } from '../send-page.tsx';
import { simulatorOnly, takeKey } from './access.ts';
import type { SimulatorVisit } from './access.ts';
import { sayInChat, sayText, stepInCall } from './doors.ts';
import type { Call } from './doors.ts';
import { readDialling, readPlace, readTexting } from './input.ts';
import type { Place, Tab, Texting } from './input.ts';
import { Outbox } from './outbox-list.tsx';
import { readNews } from './reads.ts';
import { SimulatorPage, openTabs } from './simulator-page.tsx';
import { Thread } from './thread.tsx';

/** `/simulator` and what is under it: a customer's phone on the page. */
export function simulatorRoutes(runtime: Runtime): Router {
  const router = Router();
  const page = (work: (visit: SimulatorVisit) => Promise<void>) => simulatorOnly(runtime, work);
  router.get(
    '/simulator',
    takeKey(runtime),
    page((visit) => showPage(visit, readPlace(visit.req))),
  );
  router.get('/simulator/news', page(sendNews));
  router.post(
    '/simulator/sms',
    page((visit) => say(visit, 'sms', sayText)),
  );
  router.post(
    '/simulator/chat',
    page((visit) => say(visit, 'chat', sayInChat)),
  );
  router.post('/simulator/ussd', page(dial));
  // What a reload asks for after a form was answered in place.
  router.get(['/simulator/sms', '/simulator/chat', '/simulator/ussd'], (_req, res) =>
    res.redirect(303, '/simulator'),
  );
  return router;
}

async function showPage(
  { runtime, staff, req, res }: SimulatorVisit,
  place: Place,
  call?: Call,
): Promise<void> {
  const frame = await frameFor(runtime, req, staff);
  const news = await readNews(runtime, place);
  sendPage(res, <SimulatorPage {...{ runtime, frame, place, news, call }} />);
}

/** The lists if they changed since the page was sent; 204 if not. */
async function sendNews({ runtime, req, res }: SimulatorVisit): Promise<void> {
  const place = readPlace(req);
  const news = await readNews(runtime, place);
  if (news.tag === place.seen) {
    res.status(204).end();
    return;
  }
  sendPage(
    res,
    <>
      <Outbox {...{ runtime, place, news }} />
      {place.tab !== 'ussd' && <Thread runtime={runtime} bubbles={news.thread} empty="" />}
    </>,
  );
}

async function say(
  { runtime, req, res }: SimulatorVisit,
  tab: Tab,
  through: (runtime: Runtime, texting: Texting) => Promise<void>,
): Promise<void> {
  const texting = readTexting(req);
  if (openTabs(runtime).includes(tab)) await through(runtime, texting);
  res.redirect(303, pathWith('/simulator', { tab, from: texting.from }));
}

async function dial(visit: SimulatorVisit): Promise<void> {
  const { runtime, req, res } = visit;
  const dialling = readDialling(req);
  if (!openTabs(runtime).includes('ussd')) {
    res.redirect(303, pathWith('/simulator', { from: dialling.from }));
    return;
  }
  const call = await stepInCall(runtime, dialling);
  const place: Place = { tab: 'ussd', from: dialling.from, seen: '' };
  res.set('HX-Replace-Url', pathWith('/simulator', { tab: 'ussd', from: dialling.from }));
  await showPage(visit, place, call);
}
