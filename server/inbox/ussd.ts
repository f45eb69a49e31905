import { createHash } from 'node:crypto';
import type { UssdStep } from '../../channels/types.ts';
import type { UssdScreen } from '../../channels/ussd/gateway.ts';
import { newInputs, repeatMs, sessionMs } from '../../channels/ussd/new-inputs.ts';
import { parseMobile } from '../../rules/phone.ts';
import { renderReply } from '../../templates/render.ts';
import { failpoint } from '../failpoint.ts';
import type { Runtime } from '../runtime.ts';
import { memberByPhone } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { noteMessage } from '../usecases/note-message.ts';
import { readStep, writeStep } from './conversation.ts';
import { advance, answerLength, firstScreen } from './ussd-menu.ts';
import type { MenuPlace, MenuScreen, MenuStep } from './ussd-menu.ts';

/** The name that the simulator's page has among the gateways. */
export const simulatorGateway = 'simulator';

/** A session as it is remembered between two of its steps, and after it broke off. */
interface Session {
  readonly gateway: string;
  readonly sessionId: string;
  readonly startedAt: number;
  /** How many steps it has had. */
  readonly steps: number;
  /** The path typed so far, as the gateway repeats it. */
  readonly consumed: string;
  readonly cumulative?: boolean;
  readonly screen: UssdScreen;
  readonly dateParts?: readonly string[];
  readonly page?: number;
}

/** Somebody whose session broke off goes on where she was for so long. */
const resumeMs = 5 * 60_000;

/** The screen for one step of a session, worked out and stored in one transaction; the HTTP answer is the reply. */
export async function answerUssd(runtime: Runtime, gateway: string, step: UssdStep): Promise<UssdScreen> {
  const parsed = parseMobile(step.from);
  if (!parsed.ok) {
    const reply = { template: 'ussdNotMobile', params: {} } as const;
    return {
      text: renderReply(reply, { language: runtime.club.program.language, medium: 'ussd' }).text,
      more: false,
    };
  }
  const { phone } = parsed;
  return runtime.store.transaction((tx) => answerStep(runtime, tx, { gateway, step, phone }));
}

interface Asked {
  readonly gateway: string;
  readonly step: UssdStep;
  readonly phone: string;
}

async function answerStep(runtime: Runtime, tx: Tx, { gateway, step, phone }: Asked): Promise<UssdScreen> {
  const now = runtime.clock.now();
  const kept = await readStep(tx, { channel: 'ussd', address: phone }, now);
  const last = kept?.data as Session | undefined;
  const sinceLastMs = kept ? now - kept.updatedAt : Number.POSITIVE_INFINITY;
  // A session that has ended is over, but for its last request, which a gateway may repeat.
  const lastsMs = last?.screen.more === false ? repeatMs : sessionMs;
  const same = last?.sessionId === step.sessionId && last.gateway === gateway && sinceLastMs <= lastsMs;
  const session = same ? last : undefined;
  const progress = newInputs(session?.consumed, step.text, { cumulative: session?.cumulative, sinceLastMs });
  const isBehindEnd = session?.screen.more === false && step.text.startsWith(`${session.consumed}*`);
  if (session && (progress.kind === 'replay' || isBehindEnd)) return session.screen;
  const { inputs, consumed, cumulative } =
    progress.kind === 'inputs' ? progress : { inputs: [], consumed: step.text, cumulative: undefined };
  const caller = session === undefined && gateway !== simulatorGateway && (await memberByPhone(tx, phone));
  if (caller) await noteMessage(runtime, tx, caller);
  const resumes = kept !== undefined && (session !== undefined || inputs.length === 0);
  const from: MenuPlace = {
    step: resumes ? (kept.step as MenuStep) : 'menu',
    ...(session?.dateParts && { dateParts: session.dateParts }),
    ...(resumes && last?.page !== undefined && { page: last.page }),
  };
  const shown = await walk(runtime, tx, { phone, from, inputs, simulated: gateway === simulatorGateway });
  const screen = { text: shown.text, more: shown.more };
  const data: Session = {
    ...{ gateway, sessionId: step.sessionId, consumed, screen },
    ...{ startedAt: session?.startedAt ?? now, steps: (session?.steps ?? 0) + 1 },
    ...(cumulative !== undefined && { cumulative }),
    ...(shown.dateParts && { dateParts: shown.dateParts }),
    ...(shown.page !== undefined && { page: shown.page }),
  };
  const party = { channel: 'ussd', address: phone };
  await writeStep(tx, { ...party, step: shown.step, data, now, lastsMs: Math.max(resumeMs, sessionMs) });
  await store(tx, { phone, data, text: step.text, now });
  runtime.metrics.inboxMessages.inc({ channel: 'ussd', outcome: 'stored' });
  failpoint('ussd-before-commit');
  return screen;
}

interface Walk {
  readonly phone: string;
  readonly from: MenuPlace;
  readonly inputs: readonly string[];
  readonly simulated: boolean;
}

/** Goes through the answers one after the other, as if each had been given to its own screen. */
async function walk(runtime: Runtime, tx: Tx, way: Walk): Promise<MenuScreen> {
  const { phone, from, inputs, simulated } = way;
  const caller = async () => ({ runtime, tx, phone, simulated, member: await memberByPhone(tx, phone) });
  let shown = await firstScreen(await caller(), from);
  let rest = inputs;
  // What is typed after the end of a session has nothing left to answer.
  while (rest.length > 0 && shown.more) {
    const length = answerLength(shown, rest);
    shown = await advance(await caller(), shown, rest.slice(0, length).join('*'));
    rest = rest.slice(length);
  }
  return shown;
}

/** The step as an inbox row, one a step of a session: the record of what was asked and shown. */
async function store(
  tx: Tx,
  { phone, data, text, now }: { phone: string; data: Session; text: string; now: number },
): Promise<void> {
  const identity = [data.gateway, data.sessionId, phone, data.startedAt, data.steps];
  await tx.insert('inbox', [
    {
      id: tx.id(),
      channel: 'ussd',
      provider_id: createHash('sha256').update(JSON.stringify(identity)).digest('hex'),
      kind: 'ussd',
      address: phone,
      text_key: '',
      body: JSON.stringify({ text }),
      state: 'handled',
      due_at: now,
      reply: data.screen.text,
      answered: 1,
      received_at: now,
      handled_at: now,
    },
  ]);
}
