import { Router } from 'express';
import type { Runtime } from '../../runtime.ts';
import { authenticate, callerOf } from '../api-keys.ts';
import { Problem, problemHandler, refuse } from '../problem.ts';
import { limitRate } from '../rate-limit.ts';
import type { Rates } from '../rate-limit.ts';
import { addMemberRoutes } from './members.ts';
import { addCharityRoutes } from './charities.ts';
import { addProgramRoutes } from './programs.ts';
import { addOccasionRoutes } from './occasions.ts';
import { addPurchaseRoutes } from './purchases.ts';
import { addPendingRoutes } from './pending.ts';
import { addSettlementRoutes } from './settlements.ts';
import { addTierRoutes } from './tiers.ts';

/** The API under `/v1`: JSON in and out, for callers with a key; errors are problem documents (RFC 9457). */
export function createApi(
  runtime: Runtime,
  { apiKey, failedAuth }: Pick<Rates, 'apiKey' | 'failedAuth'>,
): Router {
  const router = Router({ caseSensitive: true });
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.use(
    authenticate(runtime, failedAuth),
    limitRate(runtime.shared, { name: 'api-key', ...apiKey }, (request) => String(callerOf(request).id)),
  );
  addMemberRoutes(router, runtime);
  addPurchaseRoutes(router, runtime);
  addProgramRoutes(router, runtime);
  addCharityRoutes(router, runtime);
  addOccasionRoutes(router, runtime);
  addSettlementRoutes(router, runtime);
  addPendingRoutes(router, runtime);
  addTierRoutes(router, runtime);
  router.use(refuse(({ method, baseUrl, path }) => unknownRoute(method, baseUrl + path)));
  router.use(problemHandler(runtime));
  return router;
}

function unknownRoute(method: string, path: string): Problem {
  return new Problem({ status: 404, code: 'route-unknown', detail: `There is no ${method} ${path}.` });
}
