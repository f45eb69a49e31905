import { Router } from 'express';
import type { Request, RequestHandler } from 'express';
import type { Runtime } from '../../../runtime.ts';
import { staffOnly } from '../../staff/guard.ts';
import type { Guarded } from '../../staff/guard.ts';
import { missingPage } from '../faults.tsx';
import type { Visit } from './counter-page.tsx';
import { memberPath, openCounter, sendQuote } from './customer.tsx';
import { enrollAtCounter } from './enroll.tsx';
import { readEnrollForm, readPurchaseForm, readSettleForm } from './input.ts';
import { purchaseComeback, recordAtCounter, showPurchase, undoAtCounter } from './purchases.tsx';
import { settleAtCounter, settleComeback } from './settling.tsx';

/** `/counter` and what is under it: one customer after the other. */
export function counterRoutes(runtime: Runtime): Router {
  const router = Router();
  const missing = missingPage(runtime);
  const page = (guarded: Guarded, work: (visit: Visit) => Promise<unknown>): RequestHandler =>
    staffOnly(runtime, guarded, async (staff, req, res) => {
      const found = await work({ runtime, staff, req, res });
      if (found === false) missing(req, res, () => undefined);
    });
  router.get('/counter', page({}, openCounter));
  router.get('/counter/quote', page({}, sendQuote));
  router.post('/counter/members', page({ comeback: enrollComeback }, enrollAtCounter));
  router.post(
    '/counter/purchases',
    page({ comeback: (req) => purchaseComeback(readPurchaseForm(req)) }, recordAtCounter),
  );
  // What a reload asks for after the form was answered in place.
  router.get(['/counter/purchases', '/counter/members'], (_req, res) => res.redirect(303, '/counter'));
  router.get(
    '/counter/purchases/:id',
    page({}, (visit) => showPurchase(visit)),
  );
  router.post('/counter/purchases/:id/undo', page({ comeback: purchasePath }, undoAtCounter));
  router.get('/counter/purchases/:id/undo', (req, res) => res.redirect(303, purchasePath(req)));
  router.post(
    '/counter/purchases/:id/settlements',
    page({ comeback: (req) => settleComeback(readSettleForm(req)) }, settleAtCounter),
  );
  router.get('/counter/purchases/:id/settlements', (req, res) => res.redirect(303, purchasePath(req)));
  return router;
}

function enrollComeback(req: Request): string {
  const { phone, name, birthday, referrer } = readEnrollForm(req);
  return memberPath(phone.replace(/^\+98/, '0'), { name, birthday, referrer });
}

function purchasePath(req: Request): string {
  return `/counter/purchases/${encodeURIComponent(String(req.params['id']))}`;
}
