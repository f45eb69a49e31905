import { parseDateText } from '../../rules/date-text.ts';
import { foldDigits } from '../../rules/fold.ts';
import { intentOf } from '../../rules/intent.ts';
import { keywords } from '../../templates/keywords.ts';
import { renderReply } from '../../templates/render.ts';
import type { Reply } from '../../templates/render.ts';
import { ussdKeys } from '../../templates/ussd-screens.ts';
import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { enrollMember } from '../usecases/enroll-member.ts';
import { readStanding } from '../usecases/read-standing.ts';
import { setBirthday } from '../usecases/set-birthday.ts';
import { setPromotions } from '../usecases/set-promotions.ts';

/** Where somebody is in the menu. No two steps take the same input for different things in a row. */
export type MenuStep = 'menu' | 'birthday';

/** A screen, and the step its answer belongs to. */
export interface MenuScreen {
  readonly text: string;
  readonly more: boolean;
  readonly step: MenuStep;
}

/** Who dials. */
export interface Caller {
  readonly runtime: Runtime;
  readonly tx: Tx;
  readonly phone: string;
  readonly member: Member | undefined;
}

/** What is shown before anything is typed: the menu, or the question at which a session broke off. */
export function firstScreen(caller: Caller, step: MenuStep): MenuScreen {
  return step === 'birthday' && caller.member ? askBirthday(caller) : menu(caller);
}

/** What one input does and shows. */
export function advance(caller: Caller, shown: MenuScreen, input: string): Promise<MenuScreen> {
  // 11 and 12 mean the same wherever they are typed.
  const intent = intentOf(input, keywords).kind;
  if (intent === 'stop' || intent === 'resume') return choosePromotions(caller, input, intent === 'resume');
  return shown.step === 'birthday' ? answerBirthday(caller, input) : choose(caller, shown, input);
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

async function choose(caller: Caller, shown: MenuScreen, input: string): Promise<MenuScreen> {
  const { member } = caller;
  switch (keyOf(input)) {
    case ussdKeys.join:
      return join(caller, `${shown.text}\n${input}`);
    case ussdKeys.balance:
      return member ? balance(caller, member) : menu(caller);
    case ussdKeys.help:
      return screen(caller, { template: 'ussdHelp', params: {} }, 'end');
    case ussdKeys.birthday:
      if (member) return askBirthday(caller);
  }
  const reply = { template: 'ussdWrongChoice', params: { member: member !== undefined } } as const;
  return screen(caller, reply, { step: 'menu' });
}

/** `words` are what she read and typed: that is what she agreed to. */
async function join(caller: Caller, words: string): Promise<MenuScreen> {
  const { runtime, tx, phone } = caller;
  const club = runtime.club.program.name;
  const { member, isNew, gift } = await enrollMember(runtime, tx, {
    phone,
    shopId: null,
    consent: { channel: 'ussd', address: phone, words },
    actor: 'member',
  });
  if (isNew) return screen(caller, { template: 'ussdJoined', params: { club, gift } }, { step: 'birthday' });
  const { balances } = await readStanding(runtime, tx, member);
  return screen(caller, { template: 'ussdAlreadyMember', params: { club, balances } }, 'end');
}

async function balance(caller: Caller, member: Member): Promise<MenuScreen> {
  const { balances, nextReward } = await readStanding(caller.runtime, caller.tx, member);
  const club = caller.runtime.club.program.name;
  return screen(caller, { template: 'ussdBalance', params: { club, balances, nextReward } }, 'end');
}

async function answerBirthday(caller: Caller, input: string): Promise<MenuScreen> {
  const { runtime, tx, member } = caller;
  if (!member || keyOf(input) === ussdKeys.later) return menu(caller);
  const birthday = parseDateText(input);
  const saved = birthday && (await setBirthday(runtime, tx, { memberId: member.id, birthday }));
  if (saved) return screen(caller, { template: 'ussdBirthdaySaved', params: { birthday } }, 'end');
  return screen(caller, { template: 'ussdBirthdayNotUnderstood', params: {} }, { step: 'birthday' });
}

async function choosePromotions(caller: Caller, words: string, wanted: boolean): Promise<MenuScreen> {
  const { runtime, tx, phone, member } = caller;
  await setPromotions(runtime, tx, { channel: 'ussd', address: phone, member, wanted, words });
  const template = wanted ? 'ussdPromotionsResumed' : 'ussdPromotionsStopped';
  return screen(caller, { template, params: {} }, 'end');
}
