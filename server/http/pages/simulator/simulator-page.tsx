import type { VNode } from 'preact';
import { nationalPhone, parseMobile } from '../../../../rules/phone.ts';
import type { Runtime } from '../../../runtime.ts';
import { memberPath } from '../counter/customer.tsx';
import { Layout } from '../layout.tsx';
import type { Frame } from '../layout.tsx';
import { channelName } from '../message-words.ts';
import type { Call } from './doors.ts';
import { tabs } from './input.ts';
import type { Place, Tab } from './input.ts';
import { Outbox } from './outbox-list.tsx';
import { PhoneFrame } from './phone.tsx';
import type { News } from './reads.ts';
import { ChatScreen, SmsScreen, UssdScreenView } from './screens.tsx';
import type { ScreenProps } from './screens.tsx';

export interface SimulatorPageProps {
  readonly runtime: Runtime;
  readonly frame: Frame;
  readonly place: Place;
  readonly news: News;
  readonly call?: Call | undefined;
}

const screens: Readonly<Record<Tab, (props: ScreenProps) => VNode>> = {
  sms: SmsScreen,
  ussd: UssdScreenView,
  chat: ChatScreen,
};

/** A customer's phone beside the messages that would have gone out. */
export function SimulatorPage({ runtime, frame, place, news, call }: SimulatorPageProps) {
  const open = openTabs(runtime);
  const tab = open.includes(place.tab) ? place.tab : (open[0] ?? place.tab);
  const Screen = screens[tab];
  const announcement = call?.screen.text ?? news.thread.filter((bubble) => !bubble.hers).at(-1)?.text;
  return (
    <Layout frame={frame} title="شبیه‌ساز" page="simulator" announcement={announcement}>
      <header class="intro">
        <div>
          <h1>شبیه‌ساز</h1>
          <p>مثل مشتری رفتار کنید و ببینید باشگاه چه می‌فرستد. {whatIsSimulated(runtime)}</p>
        </div>
        <a class="button primary" href={counterPath(place)}>
          یک خرید ثبت کن
        </a>
      </header>
      {!open.includes('sms') && (
        <p class="hint">
          پیامک به سرویس‌دهندهٔ واقعی وصل است؛ برای همین از اینجا نه پیامکی ساخته می‌شود و نه کدی گرفته می‌شود.
        </p>
      )}
      <div class="simulator">
        {open.length > 0 && (
          <PhoneFrame place={{ ...place, tab }} tabs={open}>
            <Screen {...{ runtime, place, news, call }} csrf={frame.csrf} />
          </PhoneFrame>
        )}
        <Outbox runtime={runtime} place={{ ...place, tab }} news={news} />
      </div>
    </Layout>
  );
}

/** The counter, with the phone's owner before it where her number is one. */
function counterPath({ from }: Place): string {
  const parsed = parseMobile(from);
  return parsed.ok ? memberPath(nationalPhone(parsed.phone)) : '/counter';
}

/** Names the channels whose messages stay here, and says nothing of the others. */
function whatIsSimulated({ channels }: Pick<Runtime, 'channels'>): string {
  const names = Object.values(channels).flatMap(({ simulated, name }) =>
    simulated ? [channelName(name)] : [],
  );
  return names.length === 0 ? '' : `آنچه با ${names.join(' و ')} می‌رفت، فقط همین‌جا دیده می‌شود.`;
}

/** What can be tried without a message of ours reaching a stranger. */
export function openTabs({ channels }: Pick<Runtime, 'channels'>): Tab[] {
  const open: Readonly<Record<Tab, boolean>> = {
    sms: channels.sms?.simulated ?? false,
    // Who joins by it is texted too.
    ussd: channels.sms?.simulated ?? false,
    chat: channels.telegram?.simulated ?? false,
  };
  return tabs.filter((tab) => open[tab]);
}
