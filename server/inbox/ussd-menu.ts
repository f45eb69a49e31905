import { parseDateText } from '../../rules/date-text.ts';
import { foldDigits } from '../../rules/fold.ts';
import { inviterIn } from '../../rules/inviter.ts';
import type { Inviter } from '../../rules/inviter.ts';
import { intentOf } from '../../rules/intent.ts';
import { keywords } from '../../templates/keywords.ts';
import { renderReply } from '../../templates/render.ts';
import type { Reply } from '../../templates/render.ts';
import { balancePages } from '../../templates/ussd-balance.ts';
import { ussdKeys } from '../../templates/ussd-screens.ts';
import { nextPageKey } from '../../templates/why-screens.ts';
import { whyPages } from '../../templates/why-texts.ts';
import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { invitationCode } from '../store/invitations.ts';
import { enrollMember, tellJoined } from '../usecases/enroll-member.ts';
import { findInviter } from '../usecases/find-inviter.ts';
import { tierView } from '../usecases/tier-view.ts';
import { reachableViews } from '../usecases/reachable-view.ts';
import { readStanding } from '../usecases/read-standing.ts';
import { setBirthday } from '../usecases/set-birthday.ts';
import { setPromotions } from '../usecases/set-promotions.ts';
import { toldOfJoining } from './invitations.ts';
import { readLastWhy } from './read-last-why.ts';

/** Where somebody is in the menu. No two steps take the same input for different things in a row. */
export type MenuStep = 'menu' | 'birthday' | 'why' | 'balance';

/** A screen, and the step its answer belongs to. */
export interface MenuScreen {
  readonly text: string;
  readonly more: boolean;
  readonly step: MenuStep;
  /** The numbers of a date that is not complete yet. */
  readonly dateParts?: readonly string[];
  /** Which of several screens is shown, from 0. */
  readonly page?: number;
}

/** Who dials. */
export interface Caller {
  readonly runtime: Runtime;
  readonly tx: Tx;
  readonly phone: string;
  readonly member: Member | undefined;
  /** It is tried out in the simulator. */
  readonly simulated: boolean;
}

/** Year, month and day. */
const datePartsMax = 3;
const datePart = /^\d{1,4}$/;

/** Where a session goes on. */
export type MenuPlace = Pick<MenuScreen, 'step' | 'dateParts' | 'page'>;

/** What is shown before anything is typed: the menu, or the question at which a session broke off. */
export async function firstScreen(
  caller: Caller,
  { step, dateParts = [], page = 0 }: MenuPlace,
): Promise<MenuScreen> {
  const { member } = caller;
  if (member && step === 'birthday') return { ...askBirthday(caller), dateParts };
  const turned = pageTurned(step);
  return member && turned ? turned(caller, member, page) : menu(caller);
}

/**
 * How many of the inputs, one at least, are one answer to the screen: a dial pad has `*` for the slash of a date, and
 * `1370*5*11` must not be taken for a birthday in pieces and a stop; nor the number behind a joining for a birthday.
 */
export function answerLength(shown: MenuPlace, inputs: readonly string[]): number {
  if (shown.step === 'menu') return joinsBy(inputs.slice(0, 2).join('*')) ? 2 : 1;
  if (shown.step !== 'birthday') return 1;
  const room = datePartsMax - (shown.dateParts?.length ?? 0);
  const others = inputs.slice(0, room).findIndex((input) => !isDatePart(input));
  return Math.max(1, others === -1 ? Math.min(room, inputs.length) : others);
}

/** What one answer does and shows. */
export function advance(caller: Caller, shown: MenuScreen, input: string): Promise<MenuScreen> {
  const dateParts = datePartsOf(shown, input);
  if (dateParts.length > 1) return answerBirthday(caller, dateParts.join('/'), dateParts);
  // 11 and 12 mean the same wherever they are typed, but for the parts of a date.
  const intent = intentOf(input, keywords).kind;
  if (intent === 'stop' || intent === 'resume') return choosePromotions(caller, input, intent === 'resume');
  if (shown.step === 'birthday') return answerBirthday(caller, input, dateParts);
  const { member } = caller;
  const turned = keyOf(input) === nextPageKey ? pageTurned(shown.step) : undefined;
  return turned && member ? turned(caller, member, (shown.page ?? 0) + 1) : choose(caller, shown, input);
}

/** What shows the screens of a step that has several. */
function pageTurned(step: MenuStep) {
  if (step === 'why') return showWhy;
  return step === 'balance' ? showBalance : undefined;
}

/** The numbers of the date so far, if the input is one or more of them; none otherwise. */
function datePartsOf({ step, dateParts = [] }: MenuPlace, input: string): readonly string[] {
  const parts = keyOf(input).split('*');
  return step === 'birthday' && parts.every(isDatePart) ? [...dateParts, ...parts] : [];
}

function isDatePart(input: string): boolean {
  return datePart.test(keyOf(input)) && keyOf(input) !== ussdKeys.later;
}

/** An input as the keys of the menu are written, which the screens show in the digits of their language. */
function keyOf(input: string): string {
  return foldDigits(input).trim();
}

function screen({ runtime, member }: Caller, reply: Reply, next: { step: MenuStep } | 'end'): MenuScreen {
  const language = member?.language ?? runtime.club.program.language;
  const { text } = renderReply(reply, { language, medium: 'ussd' });
  return next === 'end' ? { text, more: false, step: 'menu' } : { text, more: true, step: next.step };
}

function menu(caller: Caller): MenuScreen {
  const club = caller.runtime.club.program.name;
  const template = caller.member ? 'ussdMenuForMember' : 'ussdMenuForStranger';
  return screen(caller, { template, params: { club } }, { step: 'menu' });
}

function askBirthday(caller: Caller): MenuScreen {
  return screen(caller, { template: 'ussdBirthdayAsked', params: {} }, { step: 'birthday' });
}

/** Who is named behind the key for joining: `1*09123456789`. */
function joinsBy(input: string): Inviter | undefined {
  const [key, ...digits] = keyOf(input).split('*');
  return key === ussdKeys.join ? inviterIn(digits.join('*')) : undefined;
}

async function choose(caller: Caller, shown: MenuScreen, input: string): Promise<MenuScreen> {
  const { member } = caller;
  const by = joinsBy(input) ?? inviterIn(keyOf(input));
  if (by && shown.step === 'menu') return join(caller, `${shown.text}\n${input}`, by);
  switch (keyOf(input)) {
    case ussdKeys.join:
      return join(caller, `${shown.text}\n${input}`);
    case ussdKeys.refer:
      if (member) return inviteOthers(caller, member);
      break;
    case ussdKeys.balance:
      if (member) return showBalance(caller, member, 0);
      return screen(caller, { template: 'ussdStrangerInvited', params: {} }, { step: 'menu' });
    case ussdKeys.why:
      if (member) return showWhy(caller, member, 0);
      break;
    case ussdKeys.help:
      return screen(caller, { template: 'ussdHelp', params: {} }, 'end');
    case ussdKeys.birthday:
      if (member) return askBirthday(caller);
  }
  const reply = { template: 'ussdWrongChoice', params: { member: member !== undefined } } as const;
  return screen(caller, reply, { step: 'menu' });
}

/** `words` are what she read and typed: that is what she agreed to. */
async function join(caller: Caller, words: string, by?: Inviter): Promise<MenuScreen> {
  const { runtime, tx, phone, simulated } = caller;
  const club = runtime.club.program.name;
  const enrolled = await enrollMember(runtime, tx, {
    ...(await findInviter(tx, { phone, by })),
    phone,
    shopId: null,
    consent: { channel: 'ussd', address: phone, words },
    actor: 'member',
    simulated,
  });
  const { member, isNew } = enrolled;
  if (isNew) {
    const { gift, gifts } = toldOfJoining(enrolled, by);
    // A screen is gone once it is read: the codes that she is going to need stay with her in an SMS.
    if (gifts.length > 0) await tellJoined(runtime, tx, { member, gift, gifts });
    const params = { club, gift, things: gifts.length };
    return screen(caller, { template: 'ussdJoined', params }, { step: 'birthday' });
  }
  const { balances } = await readStanding(runtime, tx, member);
  return screen(caller, { template: 'ussdAlreadyMember', params: { club, balances } }, 'end');
}

async function inviteOthers(caller: Caller, { id: memberId }: Member): Promise<MenuScreen> {
  const { runtime, tx } = caller;
  const code = await invitationCode(tx, { memberId, now: runtime.clock.now() });
  return screen(caller, { template: 'ussdInvitation', params: { code } }, 'end');
}

/** What she has, one screen of it. */
async function showBalance(caller: Caller, member: Member, page: number): Promise<MenuScreen> {
  const standing = await readStanding(caller.runtime, caller.tx, member);
  const { balances, pending, nextReward, expiring } = standing;
  const { program } = caller.runtime.club;
  const viewing = { program, language: member.language };
  const tier = tierView(standing.tier, viewing);
  const reachable = reachableViews(standing.reachable, viewing);
  const params = { club: program.name, balances, pending, tier, expiring, nextReward, reachable };
  const reply = { template: 'ussdBalance', params: { ...params, page } } as const;
  if (page + 1 >= balancePages(params, member.language)) return screen(caller, reply, 'end');
  return { ...screen(caller, reply, { step: 'balance' }), page };
}

/** Why her last purchase earned what it did, one screen of it. */
async function showWhy(caller: Caller, member: Member, page: number): Promise<MenuScreen> {
  const { purchase } = await readLastWhy(caller.runtime, caller.tx, member);
  const reply = { template: 'ussdWhy', params: { purchase, page } } as const;
  if (page + 1 >= whyPages(purchase, member.language)) return screen(caller, reply, 'end');
  return { ...screen(caller, reply, { step: 'why' }), page };
}

async function answerBirthday(
  caller: Caller,
  input: string,
  dateParts: readonly string[],
): Promise<MenuScreen> {
  const { runtime, tx, member } = caller;
  if (!member || keyOf(input) === ussdKeys.later) return menu(caller);
  const birthday = parseDateText(input);
  const saved = birthday && (await setBirthday(runtime, tx, { memberId: member.id, birthday }));
  if (saved) return screen(caller, { template: 'ussdBirthdaySaved', params: { birthday } }, 'end');
  const asked = screen(caller, { template: 'ussdBirthdayNotUnderstood', params: {} }, { step: 'birthday' });
  return { ...asked, dateParts: dateParts.length < datePartsMax ? dateParts : [] };
}

async function choosePromotions(caller: Caller, words: string, wanted: boolean): Promise<MenuScreen> {
  const { runtime, tx, phone, member } = caller;
  await setPromotions(runtime, tx, { channel: 'ussd', address: phone, member, wanted, words });
  const template = wanted ? 'ussdPromotionsResumed' : 'ussdPromotionsStopped';
  return screen(caller, { template, params: {} }, 'end');
}
