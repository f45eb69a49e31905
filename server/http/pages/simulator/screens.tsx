import type { ComponentChildren } from 'preact';
import { persianDigits } from '../../../../templates/formats.ts';
import type { Runtime } from '../../../runtime.ts';
import { pathWith } from '../../staff/comeback.ts';
import { Token } from '../components.tsx';
import type { Call } from './doors.ts';
import { freshId } from './input.ts';
import type { Place } from './input.ts';
import { swapsPhone } from './phone.tsx';
import type { News } from './reads.ts';
import { Thread } from './thread.tsx';

export interface ScreenProps {
  readonly runtime: Runtime;
  readonly place: Place;
  readonly news: News;
  readonly csrf: string;
  /** The USSD session that is going on. */
  readonly call?: Call | undefined;
}

const chips = ['عضویت', 'امتیاز', 'چرا', 'تولد ۱۳۷۰/۵/۱۲', 'راهنما', 'لغو۱۱', '۱۲'] as const;

/** Texting the club's line. */
export function SmsScreen({ runtime, place, news, csrf }: ScreenProps) {
  const line = runtime.config.kavenegar?.sender;
  return (
    <>
      <header class="screen-head">
        <h2>{runtime.club.program.name}</h2>
        <p>{line === undefined ? 'سرشمارهٔ باشگاه' : <bdi dir="ltr">{persianDigits(line)}</bdi>}</p>
      </header>
      <Thread runtime={runtime} bubbles={news.thread} empty="هنوز پیامی نیست. «عضویت» را بفرستید." />
      <Compose path="/simulator/sms" label="متن پیامک" {...{ place, csrf }}>
        <div class="chips" aria-label="متن‌های آماده">
          {chips.map((chip) => (
            <button type="submit" name="quick" value={chip} key={chip}>
              {chip}
            </button>
          ))}
        </div>
      </Compose>
    </>
  );
}

interface ComposeProps extends Pick<ScreenProps, 'place' | 'csrf'> {
  readonly path: string;
  /** What is written in it. */
  readonly label: string;
  /** What can be said with a press instead. */
  readonly children: ComponentChildren;
}

function Compose({ path, label, place, csrf, children }: ComposeProps) {
  return (
    <form class="compose" method="post" action={path} hx-post={path} {...swapsPhone}>
      <Token csrf={csrf} />
      <input type="hidden" name="from" value={place.from} />
      <input type="hidden" name="id" value={freshId()} />
      <Write label={label} />
      {children}
    </form>
  );
}

function Write({ label }: { label: string }) {
  return (
    <div class="write">
      <input
        type="text"
        name="text"
        id="text"
        dir="auto"
        maxLength={2000}
        autocomplete="off"
        aria-label={label}
        placeholder={label}
        autofocus
      />
      <button class="primary" type="submit">
        ارسال
      </button>
    </div>
  );
}

/** The chat with the bot. */
export function ChatScreen({ runtime, place, news, csrf }: ScreenProps) {
  return (
    <>
      <header class="screen-head">
        <h2>{runtime.club.program.name}</h2>
        <p>ربات</p>
      </header>
      <Thread runtime={runtime} bubbles={news.thread} empty="گفت‌وگو با «شروع» آغاز می‌شود." />
      <Compose path="/simulator/chat" label="پیام" {...{ place, csrf }}>
        <div class="keyboard" aria-label="دکمه‌ها">
          {news.keyboard.length === 0 && (
            <button type="submit" name="quick" value="/start">
              شروع
            </button>
          )}
          {news.keyboard.flat().map((button) =>
            button.asksContact === true ? (
              <ContactButtons key={button.label} label={button.label} />
            ) : (
              <button type="submit" name="quick" value={button.label} key={button.label}>
                {button.label}
              </button>
            ),
          )}
        </div>
      </Compose>
    </>
  );
}

/** The real button shows her own number; a card of somebody else has to be tried too, as people will. */
function ContactButtons({ label }: { label: string }) {
  return (
    <>
      <button type="submit" name="contact" value="own">
        {label}
      </button>
      <button type="submit" name="contact" value="other">
        شمارهٔ کس دیگری
      </button>
    </>
  );
}

/** What is dialled where no code is set. */
const sampleCode = '*789*1#';

/** Dialling the code, and the screens that come. */
export function UssdScreenView({ runtime, place, csrf, call }: ScreenProps) {
  const code = runtime.config.ussdCode ?? sampleCode;
  const hangUp = pathWith('/simulator', { tab: 'ussd', from: place.from });
  return (
    <>
      <header class="screen-head">
        <h2>تلفن</h2>
        <p>
          <bdi dir="ltr">{code}</bdi>
        </p>
      </header>
      <div class="dialler">
        {call ? (
          <section class="ussd" aria-live="polite" aria-label="صفحهٔ کد دستوری">
            <p class="ussd-text" dir="auto">
              {call.screen.text}
            </p>
            {call.screen.more ? (
              <Answer {...{ place, csrf, call, hangUp }} />
            ) : (
              <a class="button" href={hangUp} hx-get={hangUp} {...swapsPhone} autofocus>
                بستن
              </a>
            )}
          </section>
        ) : (
          <Dial code={code} place={place} csrf={csrf} />
        )}
      </div>
    </>
  );
}

function Dial({ code, place, csrf }: { code: string; place: Place; csrf: string }) {
  return (
    <form class="dial" method="post" action="/simulator/ussd" hx-post="/simulator/ussd" {...swapsPhone}>
      <Token csrf={csrf} />
      <input type="hidden" name="from" value={place.from} />
      <input type="hidden" name="session" value={freshId()} />
      <p class="dial-code">
        <bdi dir="ltr">{code}</bdi>
      </p>
      <button class="call" type="submit" autofocus>
        شماره‌گیری
      </button>
      <p class="hint">اگر تماس قطع شود، تا پنج دقیقه از همان‌جا ادامه پیدا می‌کند.</p>
    </form>
  );
}

interface AnswerProps {
  readonly place: Place;
  readonly csrf: string;
  readonly call: Call;
  readonly hangUp: string;
}

function Answer({ place, csrf, call, hangUp }: AnswerProps) {
  return (
    <form class="answer" method="post" action="/simulator/ussd" hx-post="/simulator/ussd" {...swapsPhone}>
      <Token csrf={csrf} />
      <input type="hidden" name="from" value={place.from} />
      <input type="hidden" name="session" value={call.session} />
      <input type="hidden" name="path" value={call.path} />
      <input
        type="text"
        inputMode="numeric"
        name="input"
        id="input"
        dir="auto"
        maxLength={100}
        autocomplete="off"
        aria-label="پاسخ"
        autofocus
        required
      />
      <div class="answer-buttons">
        <button class="primary" type="submit">
          ارسال
        </button>
        <a class="button" href={hangUp} hx-get={hangUp} {...swapsPhone}>
          قطع
        </a>
      </div>
    </form>
  );
}
