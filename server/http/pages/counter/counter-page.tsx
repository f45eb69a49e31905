import type { Request, Response } from 'express';
import type { ComponentChildren } from 'preact';
import type { Runtime } from '../../../runtime.ts';
import { undoWindowMs } from '../../../usecases/reverse-purchase.ts';
import type { Staff } from '../../../usecases/staff.ts';
import { Layout } from '../layout.tsx';
import { frameFor, sendPage } from '../send-page.tsx';
import { readToday } from './reads.ts';
import { TodayList } from './today-list.tsx';
import { timeOfDay } from './words.ts';

/** One request to the counter, as its handlers hand it on. */
export interface Visit {
  readonly runtime: Runtime;
  readonly staff: Staff;
  readonly req: Request;
  readonly res: Response;
}

export interface Showing {
  readonly title: string;
  /** What a screen reader says: the outcome in a sentence. */
  readonly announcement: string;
  readonly desk: (csrf: string) => ComponentChildren;
  readonly status?: number;
  /** Where a reload leads after a form was answered with a page of its own. */
  readonly comeback?: string;
}

/** Sends the counter's page with its desk and the list beside it. */
export async function showDesk({ runtime, staff, req, res }: Visit, showing: Showing): Promise<void> {
  const frame = await frameFor(runtime, req, staff);
  const today = await readToday(runtime, staff);
  if (showing.comeback !== undefined) res.set('HX-Push-Url', showing.comeback);
  sendPage(
    res,
    <Layout frame={frame} title={showing.title} page="counter" announcement={showing.announcement}>
      <div class="counter">
        {showing.desk(frame.csrf)}
        <TodayList
          today={today}
          time={(at) => timeOfDay(at, runtime)}
          undoableSince={runtime.clock.now() - undoWindowMs}
        />
      </div>
    </Layout>,
    showing.status,
  );
}
