import express from 'express';
import type { Express, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Runtime } from '../runtime.ts';
import { createApi } from './api/api.ts';
import { createProbes } from './probes.ts';
import { onError } from './problem.ts';
import { defaultRates } from './rate-limit.ts';
import type { Rates } from './rate-limit.ts';
import { observeRequests } from './request-log.ts';
import { createWebhooks } from './webhooks.ts';

/** What is put into the app from outside. */
export interface AppParts {
  /** What people see: a router with whole paths, asked when nothing else has answered. */
  readonly pages?: RequestHandler;
  /** What `/readyz` says of the process itself; it is ready when not given. */
  readonly isReady?: () => boolean;
  readonly rates?: Partial<Rates>;
}

/**
 * The HTTP side of the server: probes, callbacks of the providers, the API, the pages; without the role `web` the
 * probes alone. It does not listen yet.
 */
export function createApp(
  runtime: Runtime,
  { pages, isReady = () => true, rates = {} }: AppParts = {},
): Express {
  const { apiKey, failedAuth, wrongSecret } = { ...defaultRates, ...rates };
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', runtime.config.trustProxy);
  // Names and texts only: no objects are made out of what a query says.
  app.set('query parser', 'simple');
  app.use(observeRequests(runtime));
  app.use(securityHeaders(runtime));
  app.use(createProbes(runtime, { isReady, failedAuth }));
  if (runtime.config.roles.has('web')) {
    app.use('/channels', createWebhooks(runtime, wrongSecret));
    app.use('/v1', createApi(runtime, { apiKey, failedAuth }));
    if (pages) app.use(pages);
  }
  app.use((_request, response) => sendPage(response, 404));
  app.use(onError(runtime, (response, { status, headers = {} }) => sendPage(response.set(headers), status)));
  return app;
}

/** Pages may use only what this server itself serves, and nobody may frame them. */
function securityHeaders({ config }: Runtime): RequestHandler {
  const self = ["'self'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        ...{ scriptSrc: self, styleSrc: self, fontSrc: self, connectSrc: self, manifestSrc: self },
        imgSrc: ["'self'", 'data:'],
        ...{ formAction: self, frameAncestors: ["'none'"], baseUri: ["'none'"] },
      },
    },
    xFrameOptions: { action: 'deny' },
    // Over plain http browsers would not keep it, and a shop without a certificate must stay reachable.
    strictTransportSecurity: config.publicUrl.startsWith('https:') && { maxAge: 180 * 24 * 3600 },
  });
}

const said: Readonly<Record<number, readonly [fa: string, en: string]>> = {
  404: ['این صفحه پیدا نشد.', 'There is no such page.'],
  503: [
    'سرور اکنون پاسخگو نیست. کمی بعد دوباره امتحان کنید.',
    'The server cannot answer now. Try again soon.',
  ],
};
const saidOfUs = ['مشکلی در سرور پیش آمد.', 'Something went wrong on our side.'] as const;
const saidOfCaller = ['این درخواست پذیرفته نشد.', 'The request was refused.'] as const;

/** A page of last resort: it needs nothing that may have failed. */
function sendPage(response: Response, status: number): void {
  const [fa, en] = said[status] ?? (status < 500 ? saidOfCaller : saidOfUs);
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${fa}</title>`;
  response
    .status(status)
    .type('html')
    .send(
      `<!doctype html><html lang="fa" dir="rtl">${head}<p>${fa}</p><p lang="en" dir="ltr">${en}</p></html>`,
    );
}
