import { Field, Icon, Phone, Token } from '../components.tsx';
import { Desk, OtherCustomer, Send, swapsDesk } from './desk.tsx';
import { nameMax } from './input.ts';
import { consentSentence } from './words.ts';

export interface StrangerProps {
  readonly club: string;
  readonly csrf: string;
  /** E.164. */
  readonly phone: string;
  readonly name: string;
  readonly birthday: string;
  /** The number of who brought her, as it was typed. */
  readonly referrer: string;
  readonly problems?:
    { readonly name?: string; readonly birthday?: string; readonly referrer?: string } | undefined;
}

/** The number is nobody's: she can be enrolled on the spot. */
export function Stranger({ club, csrf, problems = {}, ...typed }: StrangerProps) {
  const { phone, name, birthday, referrer } = typed;
  const isFirst = problems.birthday === undefined && problems.referrer === undefined;
  return (
    <Desk step="stranger">
      <form
        class="card stack"
        method="post"
        action="/counter/members"
        hx-post="/counter/members"
        {...swapsDesk}
      >
        <Token csrf={csrf} />
        <input type="hidden" name="phone" value={phone} />
        <header class="person">
          <span class="avatar" aria-hidden="true">
            <Icon name="person" />
          </span>
          <div>
            <h1>عضو نیست</h1>
            <p class="person-phone">
              <Phone phone={phone} />
            </p>
          </div>
          <OtherCustomer />
        </header>
        <figure class="say">
          <figcaption>اگر می‌خواهد عضو شود، به او بگویید:</figcaption>
          <blockquote>{consentSentence(club)}</blockquote>
        </figure>
        <div class="pair">
          <Field
            {...{ name: 'name', label: 'نام', note: 'اختیاری', value: name, maxLength: nameMax }}
            problem={problems.name}
            autofocus={isFirst}
          />
          <Field
            {...{ name: 'birthday', label: 'تاریخ تولد', note: 'اختیاری', value: birthday, maxLength: 40 }}
            problem={problems.birthday}
            placeholder="۱۳۷۰/۵/۱۲"
            autofocus={problems.birthday !== undefined}
          />
        </div>
        <Field
          {...{ name: 'referrer', label: 'معرف', note: 'اختیاری', value: referrer, maxLength: 40 }}
          problem={problems.referrer}
          placeholder="۰۹۱۲۳۴۵۶۷۸۹"
          autofocus={problems.referrer !== undefined}
        />
        <Send>گفتم و موافق است؛ عضو شود</Send>
      </form>
    </Desk>
  );
}
