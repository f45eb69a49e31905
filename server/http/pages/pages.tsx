import { Router, urlencoded } from 'express';
import type { RequestHandler } from 'express';
import type { Runtime } from '../../runtime.ts';
import { sessions } from '../staff/sessions.ts';
import { assets } from './assets.ts';
import { counterRoutes } from './counter/counter-routes.ts';
import { faultPages, missingPage } from './faults.tsx';
import { loginRoutes } from './login/login-routes.tsx';
import { simulatorRoutes } from './simulator/simulator-routes.tsx';

/** Everything of ours that knows who somebody is; the rest of the server has no cookies. */
const withSession = ['/login', '/logout', '/counter', '/simulator'];

/** More than any form of ours holds. */
const form = urlencoded({ extended: false, limit: '64kb', parameterLimit: 50 });

/** What people see: the counter, the simulator where there is one, and the log-in before them. */
export function createPages(runtime: Runtime): { router: Router } {
  const router = Router();
  router.use(assets());
  router.get('/', (_req, res) => res.redirect(303, '/counter'));
  router.use(withSession, noStore, form, sessions(runtime));
  router.use(loginRoutes(runtime));
  router.use(counterRoutes(runtime));
  if (runtime.config.simulator) router.use(simulatorRoutes(runtime));
  router.use(withSession, missingPage(runtime));
  router.use(withSession, faultPages(runtime));
  return { router };
}

/** Redirects and faults too are about one person only. */
const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
