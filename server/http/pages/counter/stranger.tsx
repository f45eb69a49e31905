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
  readonly problems?: { readonly name?: string; readonly birthday?: string } | undefined;
}

/** The number is nobody's: she can be enrolled on the spot. */
export function Stranger({ club, csrf, phone, name, birthday, problems = {} }: StrangerProps) {
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
            autofocus={problems.birthday === undefined}
          />
          <Field
            {...{ name: 'birthday', label: 'تاریخ تولد', note: 'اختیاری', value: birthday, maxLength: 40 }}
            problem={problems.birthday}
            placeholder="۱۳۷۰/۵/۱۲"
            autofocus={problems.birthday !== undefined}
          />
        </div>
        <Send>گفتم و موافق است؛ عضو شود</Send>
      </form>
    </Desk>
  );
}
