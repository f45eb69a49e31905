import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Runtime } from '../../runtime.ts';
import { logProblem, toProblem } from '../problem.ts';
import { comebackOf, isHtmx } from '../staff/comeback.ts';
import { isCsrfFailure } from '../staff/csrf.ts';
import { Forbidden } from '../staff/guard.ts';
import { Alert } from './components.tsx';
import { Layout } from './layout.tsx';
import { sendPage } from './send-page.tsx';

/** What a fault is called on a page, and what to do about it. */
interface Fault {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** What the way back is called: trying again where that may help. */
  readonly retry: string;
}

const faults = {
  stale: {
    status: 403,
    title: 'صفحه کهنه شده بود',
    text: 'چیزی ثبت نشد. صفحه را دوباره باز کنید؛ آنچه نوشته‌اید سر جایش است.',
    retry: 'باز کردن دوباره',
  },
  forbidden: {
    status: 403,
    title: 'اجازهٔ این کار را ندارید',
    text: 'این صفحه برای مدیر است. اگر باید به آن دسترسی داشته باشید، به مدیر بگویید.',
    retry: 'رفتن به پیشخوان',
  },
  missing: {
    status: 404,
    title: 'این صفحه پیدا نشد',
    text: 'شاید نشانی درست نوشته نشده باشد.',
    retry: 'رفتن به پیشخوان',
  },
  tooMany: {
    status: 429,
    title: 'تلاش‌ها زیاد بود',
    text: 'چند دقیقه صبر کنید و دوباره امتحان کنید.',
    retry: 'تلاش دوباره',
  },
  refused: {
    status: 400,
    title: 'این درخواست پذیرفته نشد',
    text: 'چیزی ثبت نشد. از پیشخوان دوباره شروع کنید.',
    retry: 'رفتن به پیشخوان',
  },
  unavailable: {
    status: 503,
    title: 'سرور فعلاً نمی‌تواند ثبت کند',
    text: 'شاید آخرین کار ثبت شده باشد و شاید نه. کمی بعد همان را دوباره امتحان کنید: هیچ خریدی دو بار ثبت نمی‌شود.',
    retry: 'تلاش دوباره',
  },
  ours: {
    status: 500,
    title: 'مشکلی در سرور پیش آمد',
    text: 'مشکل یادداشت شد. دوباره امتحان کنید: هیچ خریدی دو بار ثبت نمی‌شود.',
    retry: 'تلاش دوباره',
  },
} as const satisfies Record<string, Fault>;

/** Thrown where a form or an address is not what our own pages send. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** The end of the pages' router: every error becomes a page that says what to do. */
export function faultPages(runtime: Runtime): ErrorRequestHandler {
  // Express knows a handler of errors by its four parameters.
  // eslint-disable-next-line max-params, @typescript-eslint/no-unused-vars
  return (error: unknown, req, res, _next) => {
    const fault = faultOf(error);
    if (fault.status >= 500) logProblem(runtime, error);
    if (res.headersSent) res.destroy();
    else sendFault(runtime, { req, res, fault });
  };
}

/** For addresses under those of the pages that no page has. */
export function missingPage(runtime: Runtime): RequestHandler {
  return (req, res) => sendFault(runtime, { req, res, fault: faults.missing });
}

function faultOf(error: unknown): Fault {
  if (isCsrfFailure(error)) return faults.stale;
  if (error instanceof Forbidden) return faults.forbidden;
  if (error instanceof BadRequest) return faults.refused;
  const { status } = toProblem(error);
  if (status === 429) return faults.tooMany;
  if (status === 503) return faults.unavailable;
  return status < 500 ? { ...faults.refused, status } : faults.ours;
}

interface Sending {
  readonly req: Request;
  readonly res: Response;
  readonly fault: Fault;
}

/** Asks nothing of the database or the session, which may be what has failed. */
function sendFault({ club, config }: Runtime, { req, res, fault }: Sending): void {
  const frame = {
    club: club.program.name,
    staff: undefined,
    csrf: '',
    simulator: config.simulator,
    warnings: [],
  };
  const back = fault.status === 404 || fault.status === 400 ? '/counter' : comebackOf(req);
  // htmx puts it in the place of the page's contents, whatever part it had asked for.
  if (isHtmx(req)) {
    res.set({
      'HX-Retarget': '#main',
      'HX-Reswap': 'innerHTML',
      'HX-Reselect': '#fault',
      'HX-Push-Url': back,
    });
  }
  sendPage(
    res,
    <Layout frame={frame} title={fault.title} page="counter">
      <section id="fault" class="card fault">
        <Alert>
          <h1>{fault.title}</h1>
          <p>{fault.text}</p>
        </Alert>
        <a class="button primary" href={back} autofocus>
          {fault.retry}
        </a>
      </section>
    </Layout>,
    fault.status,
  );
}
