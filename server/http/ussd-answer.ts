import type { Response } from 'express';
import type { ChannelRequest, UssdStep } from '../../channels/types.ts';
import type { UssdGateway, UssdScreen } from '../../channels/ussd/gateway.ts';
import { renderReply } from '../../templates/render.ts';
import { failpoint } from '../failpoint.ts';
import { answerUssd } from '../inbox/ussd.ts';
import type { Runtime } from '../runtime.ts';
import { logProblem, Problem } from './problem.ts';

/** The most impatient gateways cut a session that is not answered within 5 s, others wait up to 15 s. */
const answerMaxMs = 4_500;

interface Exchange {
  readonly request: ChannelRequest;
  readonly response: Response;
}

/**
 * Answers one step of a session. Where the database cannot be used, or not in time, the caller reads that we
 * cannot answer now: a gateway shows nothing of an HTTP error. A step that is still worked on then comes to its
 * end; dialled again, the session goes on from there.
 */
export async function answerStep(
  runtime: Runtime,
  gateway: UssdGateway,
  { request, response }: Exchange,
): Promise<void> {
  const step = gateway.receive(request);
  if (step.kind === 'malformed') {
    runtime.log.warn({ gateway: gateway.name, reason: step.reason }, 'a callback is not what it should be');
    throw new Problem({ status: 400, code: 'callback-malformed', detail: step.reason });
  }
  const { contentType, body } = gateway.reply(await screenInTime(runtime, gateway, step));
  failpoint('ussd-before-answer');
  response.setHeader('Content-Type', contentType);
  response.end(body);
}

async function screenInTime(runtime: Runtime, gateway: UssdGateway, step: UssdStep): Promise<UssdScreen> {
  const screen = answerUssd(runtime, gateway.name, step).catch((error: unknown) => {
    logProblem(runtime, error);
    return unavailable(runtime);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<UssdScreen>((resolve) => {
    timer = setTimeout(() => {
      runtime.log.warn({ gateway: gateway.name }, 'a USSD step was not answered in time');
      resolve(unavailable(runtime));
    }, answerMaxMs);
  });
  return Promise.race([screen, late]).finally(() => clearTimeout(timer));
}

function unavailable({ club }: Runtime): UssdScreen {
  const reply = { template: 'ussdUnavailable', params: {} } as const;
  return { text: renderReply(reply, { language: club.program.language, medium: 'ussd' }).text, more: false };
}
