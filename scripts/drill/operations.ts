import { setTimeout as sleep } from 'node:timers/promises';
import { maskPhone } from '../../rules/phone.ts';
import { contactMessage, textMessage } from '../../server/testing/fake-telegram-updates.ts';
import { asForm, asJson, asQuery, insist, Unanswered } from './caller.ts';
import type { Answer, Request } from './caller.ts';
import { botToken } from './club-settings.ts';
import type { Load } from './load.ts';
import type { AskedMessage, AskedPurchase, Silence } from './oracle.ts';
import type { Person } from './people.ts';
import type { Planned } from './plan.ts';
import { promote } from './promote.ts';
import type { Random } from './random.ts';
import { dialToJoin } from './ussd-caller.ts';

/** One step's number, and the chance that is its own. */
export interface Own {
  readonly number: number;
  readonly random: Random;
}

const repeatChance = 0.25;
const lookEveryMs = 400;
/** Ids of a provider's messages and updates: the step's number over these. */
const firstMessageId = 1_000_000;
const firstUpdateId = 900_000;

/** Does one step of the plan and writes down what the club said. */
export async function operations(load: Load, step: Planned, own: Own): Promise<void> {
  switch (step.kind) {
    case 'join':
      return join(load, step.person, own);
    case 'purchase':
      return buy(load, step, own);
    case 'undo':
      return undo(load, step.purchase, own);
    case 'say':
      return text(load, { person: step.person, text: step.text }, own);
    case 'chat':
      return writeInChat(load, { person: step.person, text: step.text }, own);
    case 'stop':
      return stop(load, step.person, own);
    case 'resume':
      return resume(load, step.person, own);
    case 'promote':
      await load.done.reached(memberOf(step.person));
      return promote(load, step, own.random);
  }
}

const memberOf = ({ index }: Person) => `member ${index}`;
const purchaseOf = (number: number) => `purchase ${number}`;

async function join(load: Load, person: Person, own: Own): Promise<void> {
  const doors = {
    sms: () => text(load, { person, text: 'عضویت' }, own),
    api: () => enroll(load, person, own),
    chat: () => shareContact(load, person, own),
    ussd: () => dialToJoin(load, person, own.random),
  };
  await doors[person.door]();
  load.oracle.joined.add(person);
  await seen(load, person, (answer) => answer.status === 200);
  load.done.reach(memberOf(person));
}

async function enroll(load: Load, { phone }: Person, own: Own): Promise<void> {
  const answer = await write(load, { path: '/v1/members', body: { phone }, key: `join-${own.number}` }, own);
  if (answer.status !== 201) refuse(load, `joining of ${maskPhone(phone)}`, answer);
}

async function buy(load: Load, step: Extract<Planned, { kind: 'purchase' }>, own: Own): Promise<void> {
  const { person, number, amount } = step;
  await load.done.reached(memberOf(person));
  const asked: AskedPurchase = { number, person, amount, key: `purchase-${number}` };
  load.oracle.purchases.set(number, asked);
  const request = { path: '/v1/purchases', body: { phone: person.phone, amount }, key: asked.key };
  const answer = await write(load, request, own);
  if (answer.status !== 201) {
    refuse(load, `purchase ${number}`, answer);
    return;
  }
  const { id, earned } = JSON.parse(answer.body) as { id: number; earned: { points: number } };
  Object.assign(asked, { id, points: earned.points });
  load.done.reach(purchaseOf(number));
}

async function undo(load: Load, number: number, own: Own): Promise<void> {
  await load.done.reached(purchaseOf(number));
  const purchase = load.oracle.purchases.get(number);
  if (purchase?.id === undefined) throw new Error('an acknowledged purchase has its id');
  purchase.undo = 'asked';
  const path = `/v1/purchases/${purchase.id}/undo`;
  const answer = await write(load, { path, body: { reason: 'drill' }, key: `undo-${number}` }, own);
  if (answer.status === 200) purchase.undo = 'acknowledged';
  else refuse(load, `undoing of purchase ${purchase.id}`, answer);
}

interface Write {
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
}

/** A write with its key; some are made twice, at once or one after the other, and must be answered the same. */
async function write(load: Load, { path, body, key }: Write, { random }: Own): Promise<Answer> {
  const headers = { authorization: `Bearer ${random.pick(load.bearers)}`, 'idempotency-key': key };
  const request = asJson(path, body, headers);
  const [atOnce, after] = [random.chance(repeatChance / 2), random.chance(repeatChance)];
  const tries = atOnce ? [request, request] : [request];
  const forks = tries.map((each, index) => insist(load, random.fork(`try ${index}`), each));
  const [first, ...others] = await Promise.all(forks);
  if (!first) throw new Error('a write is made once at least');
  if (after) others.push(await insist(load, random, request));
  const other = others.find((answer) => answer.status !== first.status || answer.body !== first.body);
  if (other) load.oracle.refused.push(`the key ${key} was answered ${first.status} and then ${other.status}`);
  return first;
}

interface Saying {
  readonly person: Person;
  readonly text: string;
}

/** An SMS to the shop's line, as the provider passes it on: until it is answered 200, and sometimes again. */
async function text(load: Load, { person, text: said }: Saying, own: Own): Promise<void> {
  const messageid = String(firstMessageId + own.number);
  const fields = { messageid, from: person.phone.replace('+98', '0'), to: '10004346', message: said };
  const path = `/channels/kavenegar/${load.channelSecret}/inbound`;
  const forms: readonly [Request, Request, Request] = [
    asForm(path, fields),
    asJson(path, fields),
    asQuery(`${path}?${new URLSearchParams(fields).toString()}`),
  ];
  const message: AskedMessage = asked(load, { channel: 'sms', providerId: messageid, person, text: said });
  await handIn(load, message, { ...own, request: own.random.pick(forms) });
}

async function writeInChat(load: Load, { person, text: said }: Saying, own: Own): Promise<void> {
  await load.done.reached(memberOf(person));
  const body = textMessage({ from: person.chat, text: said }, own.number + 1);
  await pushUpdate(load, { person, text: said, message: body }, own);
}

async function shareContact(load: Load, person: Person, own: Own): Promise<void> {
  const body = contactMessage({ from: person.chat, phone: person.phone }, own.number + 1);
  await pushUpdate(load, { person, text: '', message: body }, own);
}

async function pushUpdate(load: Load, update: Saying & { message: unknown }, own: Own): Promise<void> {
  const id = firstUpdateId + own.number;
  const secret = load.chat.webhook()?.secretToken ?? '';
  const request = asJson(
    `/channels/telegram/${load.channelSecret}`,
    { update_id: id, message: update.message },
    { 'x-telegram-bot-api-secret-token': secret },
  );
  const { person, text: said } = update;
  const providerId = `${botToken.split(':', 1).join()}:${id}`;
  await handIn(load, asked(load, { channel: 'telegram', providerId, person, text: said }), {
    ...own,
    request,
  });
}

function asked(load: Load, message: Omit<AskedMessage, 'acknowledged'>): AskedMessage {
  const made = { ...message, acknowledged: false };
  load.oracle.messages.push(made);
  return made;
}

async function handIn(load: Load, message: AskedMessage, own: Own & { request: Request }): Promise<void> {
  const { random, request } = own;
  const answer = await insist(load, random, request);
  if (answer.status !== 200) {
    refuse(load, `message ${message.providerId}`, answer);
    return;
  }
  message.acknowledged = true;
  if (random.chance(repeatChance)) await insist(load, random, request);
}

async function stop(load: Load, person: Person, own: Own): Promise<void> {
  await load.done.reached(memberOf(person));
  const silence: Silence = { person, askedAt: Date.now() };
  load.oracle.silences.push(silence);
  await text(load, { person, text: '11' }, own);
  await seen(load, person, ({ body }) => promotionsOf(body) === 'stopped');
  silence.from = Date.now();
}

async function resume(load: Load, person: Person, own: Own): Promise<void> {
  const silence = load.oracle.silences.findLast((one) => one.person === person);
  if (silence) silence.until = Date.now();
  await text(load, { person, text: '12' }, own);
  await seen(load, person, ({ body }) => promotionsOf(body) === 'on');
  if (silence) silence.overAt = Date.now();
}

function promotionsOf(body: string): string | undefined {
  return (JSON.parse(body) as { promotions?: string }).promotions;
}

/** Looks at a member until what was asked for by message has been done. */
async function seen(
  load: Load,
  { index, phone }: Person,
  isDone: (answer: Answer) => boolean,
): Promise<void> {
  const bearer = load.bearers[index % load.bearers.length] ?? '';
  const request = asQuery(`/v1/members/${encodeURIComponent(phone)}`, { authorization: `Bearer ${bearer}` });
  for (;;) {
    if (isDone(await insist(load, load.lookRandom, request))) return;
    if (load.signal.aborted) throw new Unanswered('what was acknowledged was not done');
    await sleep(lookEveryMs);
  }
}

function refuse({ oracle }: Load, what: string, { status, body }: Answer): void {
  const code = /"code":"([\w-]+)"/.exec(body)?.[1];
  oracle.refused.push(`${what} was refused: ${status} ${code ?? ''}`);
}
