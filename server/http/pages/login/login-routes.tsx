import { Router } from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Runtime } from '../../../runtime.ts';
import { checkPassword } from '../../../usecases/staff.ts';
import { addressOf, limitRate } from '../../rate-limit.ts';
import type { Rate } from '../../rate-limit.ts';
import { safePath } from '../../staff/comeback.ts';
import { isCsrfFailure } from '../../staff/csrf.ts';
import { checkToken, loggedIn } from '../../staff/guard.ts';
import { logIn, logOut } from '../../staff/sessions.ts';
import { BadRequest } from '../faults.tsx';
import { frameFor, sendPage } from '../send-page.tsx';
import { LoginPage } from './login-page.tsx';
import type { LoginPageProps } from './login-page.tsx';

/** Log-ins from one address: enough for a shop full of tills, too few for guessing. */
const loginRate: Rate = { limit: 30, windowMs: 5 * 60_000 };

const form = z.object({
  login: z.string().max(200).default(''),
  password: z.string().max(1000).default(''),
  next: z.string().max(5000).default(''),
});

/** `/login` and `/logout`. */
export function loginRoutes(runtime: Runtime, rate: Rate = loginRate): Router {
  const router = Router();
  const show = showLogin(runtime);
  router.get('/login', async (req, res) => {
    const next = safePath(req.query['next']);
    if (await loggedIn(runtime, req)) res.redirect(303, next);
    else await show(req, res, { login: '', next });
  });
  const limited = limitRate(runtime.shared, { name: 'login', ...rate }, addressOf);
  router.post('/login', limited, async (req, res) => {
    const typed = form.safeParse(req.body ?? {});
    if (!typed.success) throw new BadRequest('the form is not ours');
    const { login, password } = typed.data;
    const next = safePath(typed.data.next);
    if (!(await hasToken(req, res))) return show(req, res, { login, next, problem: 'stale' });
    const staff = await checkPassword(runtime, { login, password });
    if (!staff) return show(req, res, { login, next, problem: 'wrong' });
    await logIn(req, staff.id);
    res.redirect(303, next);
  });
  router.post('/logout', async (req, res) => {
    await checkToken(req, res);
    await logOut(req);
    res.redirect(303, '/login');
  });
  return router;
}

const statuses = { wrong: 401, stale: 403 } as const;

function showLogin(runtime: Runtime) {
  return async (req: Request, res: Response, props: Omit<LoginPageProps, 'frame'>): Promise<void> => {
    const frame = await frameFor(runtime, req, undefined);
    const status = props.problem === undefined ? 200 : statuses[props.problem];
    sendPage(res, <LoginPage frame={frame} {...props} />, status);
  };
}

async function hasToken(req: Request, res: Response): Promise<boolean> {
  try {
    await checkToken(req, res);
    return true;
  } catch (error) {
    if (isCsrfFailure(error)) return false;
    throw error;
  }
}
