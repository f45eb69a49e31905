import { parseDateText } from '../../../../rules/date-text.ts';
import { nationalPhone, parseMobile } from '../../../../rules/phone.ts';
import { enrollMember } from '../../../usecases/enroll-member.ts';
import { findReferrer } from '../../../usecases/find-referrer.ts';
import { setBirthday } from '../../../usecases/set-birthday.ts';
import type { Visit } from './counter-page.tsx';
import { memberPath, showStranger } from './customer.tsx';
import { nameMax, readEnrollForm } from './input.ts';
import type { EnrollForm } from './input.ts';
import { consentSentence, phoneProblems } from './words.ts';

const notUnderstood = 'این تاریخ خوانده نشد. مثلاً بنویسید ۱۳۷۰/۵/۱۲، یا خالی بگذارید.';
const notPlausible = 'این تاریخ تولد نمی‌تواند درست باشد. سالش را ببینید، یا خالی بگذارید.';

/** Makes the customer at the counter a member; she has said yes to the sentence on the page. */
export async function enrollAtCounter(visit: Visit): Promise<void> {
  const form = readEnrollForm(visit.req);
  const parsed = parseMobile(form.phone);
  if (!parsed.ok) {
    visit.res.redirect(303, memberPath(form.phone));
    return;
  }
  const { phone } = parsed;
  const birthday = form.birthday === '' ? undefined : parseDateText(form.birthday);
  const tooLong = form.name.length > nameMax;
  const unclear = form.birthday !== '' && birthday === undefined;
  const problems = {
    ...(tooLong && { name: `نام بیش از ${nameMax.toLocaleString('fa-IR')} حرف است؛ کوتاه‌ترش کنید.` }),
    ...(unclear && { birthday: notUnderstood }),
  };
  if (tooLong || unclear) return showStranger(visit, { ...form, phone, problems });
  const brought = await referrerIn(visit, { phone, typed: form.referrer });
  if (typeof brought === 'string')
    return showStranger(visit, { ...form, phone, problems: { referrer: brought } });
  const enrolled = await enroll(visit, { phone, form, birthday, brought });
  if (!enrolled) return showStranger(visit, { ...form, phone, problems: { birthday: notPlausible } });
  visit.res.redirect(303, memberPath(nationalPhone(phone), { joined: 'yes' }));
}

const referrerProblems = {
  self: 'این شماره خود اوست؛ شماره کسی را بنویسید که او را معرفی کرده، یا خالی بگذارید.',
  unknown: 'کسی با این شماره عضو نیست. شماره را ببینید، یا خالی بگذارید.',
} as const;

/** Who brought her; a text says what is wrong with the number. */
async function referrerIn(
  { runtime }: Visit,
  { phone, typed }: { readonly phone: string; readonly typed: string },
): Promise<{ readonly referrerId?: number } | string> {
  if (typed === '') return {};
  const parsed = parseMobile(typed);
  if (!parsed.ok) return phoneProblems[parsed.problem];
  const found = await findReferrer(runtime.store, { phone, referrer: parsed.phone });
  return found.kind === 'found' ? { referrerId: found.referrerId } : referrerProblems[found.kind];
}

interface Enrolling {
  readonly phone: string;
  readonly form: EnrollForm;
  readonly birthday: ReturnType<typeof parseDateText>;
  readonly brought: { readonly referrerId?: number };
}

class ImplausibleBirthday extends Error {}

/** All of it or nothing. False where nobody alive is born on that day. */
async function enroll(
  { runtime, staff }: Visit,
  { phone, form, birthday, brought }: Enrolling,
): Promise<boolean> {
  const words = consentSentence(runtime.club.program.name);
  try {
    await runtime.store.transaction(async (tx) => {
      const { member, isNew } = await enrollMember(runtime, tx, {
        ...{ ...brought, phone },
        ...(form.name !== '' && { name: form.name }),
        shopId: staff.shopId,
        consent: { channel: 'counter', address: phone, words },
        actor: `staff:${staff.id}`,
      });
      if (!isNew || birthday === undefined) return;
      // Thrown, so that nobody is enrolled while the page still asks.
      if (!(await setBirthday(runtime, tx, { memberId: member.id, birthday })))
        throw new ImplausibleBirthday();
    });
    return true;
  } catch (error) {
    if (error instanceof ImplausibleBirthday) return false;
    throw error;
  }
}
