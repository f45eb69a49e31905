import { createHash, timingSafeEqual } from 'node:crypto';
import { json, Router, urlencoded } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import * as kavenegar from '../../channels/kavenegar/receive.ts';
import type { ChannelRequest, Received, MessageChannel } from '../../channels/types.ts';
import { africastalking } from '../../channels/ussd/africastalking.ts';
import type { UssdGateway } from '../../channels/ussd/gateway.ts';
import { createInoti } from '../../channels/ussd/inoti.ts';
import { failpoint } from '../failpoint.ts';
import { receive } from '../inbox/receive.ts';
import type { Runtime } from '../runtime.ts';
import { bodyMax, Problem, problemHandler } from './problem.ts';
import { addressOf, limitRate } from './rate-limit.ts';
import type { Rate } from './rate-limit.ts';
import { answerStep } from './ussd-answer.ts';

/** Where a provider calls. */
interface Door {
  readonly method: 'get' | 'post';
  /** The secret is `:secret` in it. */
  readonly path: string;
  readonly answer: (request: ChannelRequest, response: Response) => Promise<void>;
}

/** A form with more is no provider's. */
const formParametersMax = 100;

/**
 * The callbacks of the providers. Nothing but the secret in the path tells a provider from
 * anybody else, so it is looked at before anything else is, and without it every path is 404, whether there is
 * something or not. 200 is answered only for what is committed.
 */
export function createWebhooks(runtime: Runtime, wrongSecret: Rate): Router {
  const router = Router({ caseSensitive: true });
  const proven = proveSecret(runtime.config.channelSecret);
  const bodies = [
    json({ limit: bodyMax }),
    urlencoded({ extended: false, limit: bodyMax, parameterLimit: formParametersMax }),
  ];
  router.use(refuseUndecodable);
  for (const { method, path, answer } of doorsOf(runtime)) {
    router[method](path, proven, ...bodies, (request, response) =>
      answer(asChannelRequest(request), response),
    );
  }
  router.use(limitRate(runtime.shared, { name: 'wrong-secret', ...wrongSecret }, addressOf), () => {
    throw nothingHere();
  });
  router.use(problemHandler(runtime));
  return router;
}

/** Every door of a channel that is set up; the others are as closed as those that never were. */
function doorsOf(runtime: Runtime): Door[] {
  const { sms, telegram } = runtime.channels;
  const inbound = (channel: MessageChannel, read: (request: ChannelRequest) => Received): Door['answer'] => {
    return (request, response) => takeIn(runtime, channel, { received: read(request), response });
  };
  const post = (path: string, answer: Door['answer']): Door => ({ method: 'post', path, answer });
  const get = (path: string, answer: Door['answer']): Door => ({ method: 'get', path, answer });
  // What Kavenegar sends needs no account to be read: it is taken too while the simulator stands in for sending.
  const [message, delivery] = [
    inbound('sms', kavenegar.receiveMessage),
    inbound('sms', kavenegar.receiveDelivery),
  ];
  const ofSms = [
    ...[get('/kavenegar/:secret/inbound', message), post('/kavenegar/:secret/inbound', message)],
    ...[get('/kavenegar/:secret/status', delivery), post('/kavenegar/:secret/status', delivery)],
  ];
  // A bot that is polled has no door: without the header that only Telegram knows, whoever has the secret of the
  // path (every provider has it) could speak for any chat.
  const pushed =
    telegram?.simulated === false && runtime.config.telegram?.mode === 'webhook' ? [telegram] : [];
  const ofBots = pushed.map((bot) =>
    post(
      '/telegram/:secret',
      inbound('telegram', (request) => bot.receiveMessage(request)),
    ),
  );
  const ussd = (gateway: UssdGateway): Door['answer'] => {
    return (request, response) => answerStep(runtime, gateway, { request, response });
  };
  return [
    ...(sms ? ofSms : []),
    ...ofBots,
    post('/ussd/:secret/africastalking', ussd(africastalking)),
    get('/ussd/:secret/inoti', ussd(createInoti(runtime.config.ussdCode))),
  ];
}

/** Passes on only what carries the secret; everything else goes on as if the route were not there. */
function proveSecret(channelSecret: string): RequestHandler {
  const wanted = digest(channelSecret);
  return (request, _response, next) => {
    const { secret } = request.params;
    const given = digest(typeof secret === 'string' ? secret : '');
    // Digests first: of one length, and the time the comparison takes tells nothing of the secret.
    const proven = timingSafeEqual(given, wanted);
    // Express would let a HEAD do what a GET does.
    if (proven && request.method !== 'HEAD') next();
    else next('route');
  };
}

/** Express would answer these 400 where a route is and 404 where none is. */
const refuseUndecodable: RequestHandler = ({ path }, _response, next) => {
  try {
    decodeURIComponent(path);
  } catch {
    throw nothingHere();
  }
  next();
};

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

interface Incoming {
  readonly received: Received;
  readonly response: Response;
}

/** Stores what came, and only then says so. */
async function takeIn(
  runtime: Runtime,
  channel: MessageChannel,
  { received, response }: Incoming,
): Promise<void> {
  switch (received.kind) {
    case 'message':
    case 'delivery':
      await receive(runtime, channel, received);
      failpoint('inbox-stored-before-answer');
      break;
    case 'ignored':
      runtime.log.info({ channel, reason: received.reason }, 'ignored');
      break;
    case 'malformed':
      if (received.unproven) throw nothingHere();
      runtime.log.warn(
        { channel, reason: received.reason },
        'a callback is not what the provider should send',
      );
      throw new Problem({ status: 400, code: 'callback-malformed', detail: received.reason });
  }
  response.type('text/plain').send('ok');
  failpoint('inbox-answered');
}

function nothingHere(): Problem {
  return new Problem({ status: 404, code: 'not-found', detail: 'There is nothing here.' });
}

function asChannelRequest({ method, headers, query, body }: Request): ChannelRequest {
  const single = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return { method, headers: Object.fromEntries(single) as ChannelRequest['headers'], query, body };
}
