import type { Router } from 'express';
import { z } from 'zod';
import { dayFromParts } from '../../../rules/calendar.ts';
import { parseDateText } from '../../../rules/date-text.ts';
import type { Runtime } from '../../runtime.ts';
import { readCharities } from '../../usecases/read-charities.ts';
import { allow } from '../api-keys.ts';
import { withoutBody } from './endpoint.ts';
import { parse } from './parse.ts';

const day = z.string().transform((typed, context) => {
  const date = parseDateText(typed);
  const found = date && dayFromParts(date, date.calendar);
  if (found !== undefined) return found;
  context.addIssue('is no date; send it as 1405/08/01 or 2026-10-23');
  return z.NEVER;
});
const days = z.strictObject({ from: day.optional(), to: day.optional() });

/** What went to charities. */
export function addCharityRoutes(router: Router, runtime: Runtime): void {
  router.get(
    '/charities',
    allow('manager', 'owner'),
    ...withoutBody(async ({ query }) => ({
      status: 200,
      body: { charities: await readCharities(runtime, parse(days, query)) },
    })),
  );
}
