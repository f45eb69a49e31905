import { parseToman } from '../../../../rules/amount.ts';
import { nationalPhone, parseMobile } from '../../../../rules/phone.ts';
import { formatGifts, formatMoney } from '../../../../templates/formats.ts';
import { gainsPhrase } from '../../../../templates/phrases.ts';
import type { Runtime } from '../../../runtime.ts';
import { memberByPhone } from '../../../store/members.ts';
import type { Member } from '../../../store/members.ts';
import { quotePurchase } from '../../../usecases/quote-purchase.ts';
import type { Staff } from '../../../usecases/staff.ts';
import { writtenPhone } from '../components.tsx';
import { sendPage } from '../send-page.tsx';
import { AskPhone } from './ask-phone.tsx';
import { showDesk } from './counter-page.tsx';
import type { Visit } from './counter-page.tsx';
import { formKey, readAsked } from './input.ts';
import type { Asked, Pay } from './input.ts';
import { MemberDesk, Quote } from './purchase-form.tsx';
import type { PurchaseDraft } from './purchase-form.tsx';
import { paymentsOf } from './payment-choice.tsx';
import { readMemberView } from './reads.ts';
import { settledWords } from './settled-words.ts';
import type { SettleDraft } from './unpaid.tsx';
import { Stranger } from './stranger.tsx';
import type { StrangerProps } from './stranger.tsx';
import { phoneProblems, whenWords } from './words.ts';

/** The counter: asks for a number, or shows whose it is. */
export async function openCounter(visit: Visit): Promise<void> {
  const asked = readAsked(visit.req);
  if (!('phone' in visit.req.query)) return askPhone(visit, { typed: '' });
  const parsed = parseMobile(asked.phone);
  if (!parsed.ok) return askPhone(visit, { typed: asked.phone, problem: phoneProblems[parsed.problem] });
  const member = await memberByPhone(visit.runtime.store, parsed.phone);
  if (!member)
    return showStranger(visit, {
      ...{ phone: parsed.phone, name: asked.name, birthday: asked.birthday, referrer: asked.referrer },
    });
  const settled = asked.paid === '' ? undefined : await settledWords(visit, member, asked.paid);
  return showMember(visit, member, { draft: draftOf(asked), joined: asked.joined !== '', settled });
}

function draftOf({ key, amount, receipt, pay }: Asked): PurchaseDraft {
  return { key: formKey(key), amount, receipt, pay };
}

function askPhone(visit: Visit, { typed, problem }: { typed: string; problem?: string }): Promise<void> {
  return showDesk(visit, {
    title: 'پیشخوان',
    announcement: problem ?? '',
    status: problem === undefined ? 200 : 422,
    desk: () => <AskPhone typed={typed} problem={problem} />,
  });
}

type Typed = Pick<StrangerProps, 'phone' | 'name' | 'birthday' | 'referrer' | 'problems'>;

/** Somebody who is no member, and the form that makes her one. */
export function showStranger(visit: Visit, typed: Typed): Promise<void> {
  const { name, birthday, referrer, problems } = typed;
  const phone = nationalPhone(typed.phone);
  const club = visit.runtime.club.program.name;
  return showDesk(visit, {
    title: 'عضو نیست',
    announcement:
      problems?.name ?? problems?.birthday ?? problems?.referrer ?? `شمارهٔ ${writtenPhone(phone)} عضو نیست.`,
    ...(problems && { status: 422, comeback: memberPath(phone, { name, birthday, referrer }) }),
    desk: (csrf) => <Stranger club={club} csrf={csrf} {...typed} />,
  });
}

export interface MemberShowing {
  readonly draft: PurchaseDraft;
  readonly joined?: boolean;
  readonly status?: number;
  readonly settling?: SettleDraft | undefined;
  readonly settled?: string | undefined;
}

/** A member, and the form for what she buys. */
export async function showMember(
  visit: Visit,
  member: Member,
  { draft, joined = false, status = 200, settling, settled }: MemberShowing,
): Promise<void> {
  const { runtime, staff } = visit;
  const view = await readMemberView(runtime, staff, member);
  const quote = await quoteWords(runtime, staff, { ...draft, phone: member.phone });
  const who = member.name ?? writtenPhone(member.phone);
  const said = draft.alert ?? draft.problems?.amount ?? settling?.problem ?? settled;
  const { key, amount, receipt, pay } = draft;
  await showDesk(visit, {
    title: who,
    announcement: said ?? `${who}: ${gainsPhrase(view.standing.balances, 'fa') || 'بدون امتیاز'}`,
    status,
    ...(status !== 200 && {
      comeback: memberPath(nationalPhone(member.phone), { key, amount, receipt, pay }),
    }),
    desk: (csrf) => (
      <MemberDesk
        {...{ view, joined, csrf, draft, quote, settling, settled }}
        when={(at) => whenWords(at, runtime)}
      />
    ),
  });
}

/** The address of somebody at the counter, with what was typed about her. */
export function memberPath(phone: string, typed: Readonly<Record<string, string>> = {}): string {
  const given = Object.entries(typed).filter(([, value]) => value !== '');
  return `/counter?${new URLSearchParams([['phone', phone], ...given]).toString()}`;
}

/** The words under the amount, asked for while it is typed. */
export async function sendQuote({ runtime, staff, req, res }: Visit): Promise<void> {
  sendPage(res, <Quote text={await quoteWords(runtime, staff, readAsked(req))} />);
}

/** «۱۸ امتیاز می‌گیرد»; nothing while there is no amount, or nobody to give it to. */
async function quoteWords(
  runtime: Runtime,
  staff: Staff,
  typed: { readonly phone: string; readonly amount: string; readonly pay: Pay },
): Promise<string | undefined> {
  const amount = parseToman(typed.amount);
  const parsed = parseMobile(typed.phone);
  if (!amount.ok || !parsed.ok) return undefined;
  const result = await quotePurchase(runtime, runtime.store, {
    ...{ phone: parsed.phone, amount: amount.rial, shopId: staff.shopId, lines: [] },
    payments: paymentsOf(typed.pay, amount.rial),
    occurredAt: runtime.clock.now(),
  });
  if (result.kind !== 'quoted') return undefined;
  const { earned, pending, gifts } = result.quote;
  const things = gifts.length === 0 ? '' : formatGifts(gifts.length, 'fa');
  const gains = [gainsPhrase(earned, 'fa'), things].filter(Boolean).join(' و ');
  const waits = gainsPhrase(pending, 'fa');
  if (gains === '' && waits === '') return `${formatMoney(amount.rial, 'fa')} امتیازی ندارد`;
  return [gains && `${gains} می‌گیرد`, waits && `${waits} در انتظار می‌ماند`].filter(Boolean).join('؛ ');
}
