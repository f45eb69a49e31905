import { birthdayIn, intentOf } from '../../rules/intent.ts';
import type { Intent } from '../../rules/intent.ts';
import { parseMobile } from '../../rules/phone.ts';
import { buttons } from '../../templates/buttons.ts';
import { keywords } from '../../templates/keywords.ts';
import type { Reply } from '../../templates/render.ts';
import type { Member } from '../store/members.ts';
import { inviterIn } from '../../rules/inviter.ts';
import type { Inviter } from '../../rules/inviter.ts';
import { findInviter } from '../usecases/find-inviter.ts';
import { enrollMember } from '../usecases/enroll-member.ts';
import type { Enrolled } from '../usecases/enroll-member.ts';
import { linkChat } from '../usecases/link-chat.ts';
import { tierView } from '../usecases/tier-view.ts';
import { reachableViews } from '../usecases/reachable-view.ts';
import { readStanding } from '../usecases/read-standing.ts';
import { setBirthday } from '../usecases/set-birthday.ts';
import { setLanguage } from '../usecases/set-language.ts';
import { setPromotions } from '../usecases/set-promotions.ts';
import { clearStep, readStep, writeStep } from './conversation.ts';
import { inviteOthers, rememberedInviter, rememberInviter, toldOfJoining } from './invitations.ts';
import { readLastWhy } from './read-last-why.ts';
import type { Talk } from './talk.ts';

/** `undefined` where nothing is to be said. */
type Answer = Reply | undefined;

type Answers = {
  readonly [Kind in Intent['kind']]: (talk: Talk, intent: Extract<Intent, { kind: Kind }>) => Promise<Answer>;
};

/** How long a bare date is taken for the answer to «when is your birthday?». */
const birthdayStepMs = 10 * 60_000;

/** Does what a text asks for, and answers it. */
export async function answerText(talk: Talk): Promise<Answer> {
  const intent = await intentInStep(talk);
  // «باشه» leaves the question open. Who brought a stranger is remembered until she joins.
  if (intent.kind !== 'thanks' && talk.member) await clearStep(talk.tx, talk.row);
  return answerIntent(talk, intent);
}

/** A contact counts only if it is the sender's own: anybody can send anybody's card. */
export async function answerContact(talk: Talk, contact: { phone: string; own: boolean }): Promise<Answer> {
  const { runtime, tx, row } = talk;
  if (row.channel === 'sms') return undefined;
  if (!contact.own) return { template: 'contactNotOwn', params: {} };
  const parsed = parseMobile(contact.phone);
  if (!parsed.ok) return { template: 'contactAsked', params: {} };
  const { channel, address } = row;
  // A shared contact comes without a text: what she agreed to is what the button said.
  const words = talk.body.text || buttons.sendContact.label[talk.language];
  const { simulated = false } = talk.body;
  const by = await rememberedInviter(talk);
  const brought = await findInviter(tx, { phone: parsed.phone, by });
  const link = { channel, address, phone: parsed.phone, words, inboxId: row.id, simulated, ...brought };
  const linked = await linkChat(runtime, tx, link);
  if (by) await clearStep(tx, row);
  return linked.isNew ? welcome(talk, linked, by) : standing(talk, linked.member);
}

/** What is wanted, with the question she was asked in mind. */
async function intentInStep({ runtime, tx, row, body }: Talk): Promise<Intent> {
  const intent = intentOf(body.text, keywords);
  if (intent.kind !== 'unknown') return intent;
  const step = await readStep(tx, row, runtime.clock.now());
  return step?.step === 'birthday' ? birthdayIn(body.text) : intent;
}

/** Every intent has its answer: the compiler refuses a table that misses one. */
const answers: Answers = {
  start: greet,
  join,
  balance: (talk) => forMember(talk, (member) => standing(talk, member)),
  why: (talk) => forMember(talk, (member) => explainLast(talk, member)),
  birthday: (talk, { date }) =>
    forMember(talk, async ({ id }) =>
      (await setBirthday(talk.runtime, talk.tx, { memberId: id, birthday: date }))
        ? { template: 'birthdaySaved', params: { birthday: date } }
        : askBirthday(talk, 'birthdayNotUnderstood'),
    ),
  'birthday-asked': (talk) => forMember(talk, () => askBirthday(talk, 'birthdayAsked')),
  'birthday-yearless': (talk) => forMember(talk, () => askBirthday(talk, 'birthdayYearAsked')),
  'birthday-unclear': (talk) => forMember(talk, () => askBirthday(talk, 'birthdayNotUnderstood')),
  help: ({ member }) =>
    Promise.resolve({ template: member ? 'helpForMember' : 'helpForStranger', params: {} }),
  stop: (talk) => choosePromotions(talk, false),
  resume: (talk) => choosePromotions(talk, true),
  // An answer would say nothing, and cost the shop a part.
  thanks: () => Promise.resolve(undefined),
  refer: (talk) => forMember(talk, (member) => inviteOthers(talk, member)),
  persian: (talk) => forMember(talk, (member) => chooseLanguage(talk, member, 'fa')),
  english: (talk) => forMember(talk, (member) => chooseLanguage(talk, member, 'en')),
  unknown: ({ member }) =>
    Promise.resolve({ template: 'notUnderstood', params: { member: member !== undefined } }),
};

function answerIntent(talk: Talk, intent: Intent): Promise<Answer> {
  // The table pairs each kind with its own intent; the compiler cannot follow the pairing through the index.
  const answer = answers[intent.kind] as (talk: Talk, intent: Intent) => Promise<Answer>;
  return answer(talk, intent);
}

/** Somebody we do not know is told how to become a member instead. */
function forMember(talk: Talk, answer: (member: Member) => Promise<Answer>): Promise<Answer> {
  return talk.member ? answer(talk.member) : Promise.resolve(invite(talk));
}

/** In a chat only a shared contact tells who somebody is, so it is asked for. */
function invite({ row, club }: Talk): Reply {
  return row.channel === 'sms'
    ? { template: 'strangerInvited', params: { club } }
    : { template: 'contactAsked', params: {} };
}

async function greet(talk: Talk, { payload }: { readonly payload?: string }): Promise<Answer> {
  if (talk.member) return standing(talk, talk.member);
  const { row, club } = talk;
  if (row.channel === 'sms') return invite(talk);
  if (payload !== undefined) await rememberInviter(talk, inviterIn(payload));
  return { template: 'chatWelcome', params: { club } };
}

async function join(talk: Talk, { by }: { readonly by?: Inviter }): Promise<Answer> {
  const { runtime, tx, row, body, language, club } = talk;
  if (talk.member) {
    const { balances } = await readStanding(runtime, tx, talk.member);
    return { template: 'alreadyMember', params: { club, balances } };
  }
  if (row.channel !== 'sms') {
    await rememberInviter(talk, by);
    return invite(talk);
  }
  const consent = { channel: row.channel, address: row.address, words: body.text, inboxId: row.id };
  const { simulated = false } = body;
  const brought = await findInviter(tx, { phone: row.address, by });
  const enrollment = { ...brought, phone: row.address, language, consent, simulated };
  const enrolled = await enrollMember(runtime, tx, { ...enrollment, shopId: null, actor: 'member' });
  return welcome(talk, enrolled, by);
}

function welcome({ club }: Talk, enrolled: Enrolled, by: Inviter | undefined): Reply {
  const { gift, gifts } = toldOfJoining(enrolled, by);
  return { template: 'memberJoined', params: { club, gift, balances: gift, gifts } };
}

async function standing({ runtime, tx, club, language }: Talk, { id }: Member): Promise<Reply> {
  const standing = await readStanding(runtime, tx, { id, language });
  const viewing = { program: runtime.club.program, language };
  const tier = tierView(standing.tier, viewing);
  const reachable = reachableViews(standing.reachable, viewing);
  return { template: 'balanceForMember', params: { ...standing, club, tier, reachable } };
}

/** Why her last purchase earned what it did. */
async function explainLast({ runtime, tx, club, language }: Talk, { id }: Member): Promise<Reply> {
  const why = await readLastWhy(runtime, tx, { id, language });
  return { template: 'whyForMember', params: { club, ...why } };
}

async function askBirthday(
  { runtime, tx, row }: Talk,
  template: 'birthdayAsked' | 'birthdayNotUnderstood' | 'birthdayYearAsked',
): Promise<Reply> {
  const { channel, address } = row;
  const now = runtime.clock.now();
  await writeStep(tx, { channel, address, step: 'birthday', data: {}, now, lastsMs: birthdayStepMs });
  return { template, params: {} };
}

/** A stop is confirmed once: whoever says it again is left alone. */
async function choosePromotions(
  { runtime, tx, row, body, member, club }: Talk,
  wanted: boolean,
): Promise<Answer> {
  const { channel, address } = row;
  const choice = { channel, address, member, wanted, words: body.text, inboxId: row.id };
  const changed = await setPromotions(runtime, tx, choice);
  if (wanted) return { template: 'promotionsResumed', params: { club } };
  return changed
    ? { template: 'promotionsStopped', params: { club, member: member !== undefined } }
    : undefined;
}

async function chooseLanguage({ tx }: Talk, member: Member, language: 'fa' | 'en'): Promise<Answer> {
  await setLanguage(tx, { member, language });
  return { template: 'languageChosen', params: { language } };
}
