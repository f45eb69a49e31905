import type { ComponentChildren } from 'preact';
import { pathWith } from '../../staff/comeback.ts';
import { sampleNumbers } from './input.ts';
import type { Place, Tab } from './input.ts';
import { writtenPhone } from '../components.tsx';

/** How htmx sends what is done on the phone. */
export const swapsPhone = {
  'hx-target': '#phone',
  'hx-select': '#phone',
  'hx-swap': 'outerHTML',
  'hx-select-oob': '#outbox,#said:innerHTML',
  'hx-replace-url': 'true',
  'hx-sync': 'this:drop',
} as const;

const tabNames: Readonly<Record<Tab, string>> = { sms: 'پیامک', ussd: 'کد دستوری', chat: 'تلگرام' };

export interface PhoneFrameProps {
  readonly place: Place;
  readonly tabs: readonly Tab[];
  readonly children: ComponentChildren;
}

/** The phone on the page: whose it is, what it does, and its screen. */
export function PhoneFrame({ place, tabs, children }: PhoneFrameProps) {
  return (
    <section id="phone" class="phone-side" aria-label="گوشی مشتری">
      <nav class="tabs" aria-label="با چه راهی">
        {tabs.map((tab) => {
          const path = pathWith('/simulator', { tab, from: place.from });
          return (
            <a
              key={tab}
              href={path}
              hx-get={path}
              {...swapsPhone}
              {...(tab === place.tab && { 'aria-current': 'page' as const })}
            >
              {tabNames[tab]}
            </a>
          );
        })}
      </nav>
      <Owner place={place} />
      <div class="device">
        <div class="device-screen">{children}</div>
      </div>
    </section>
  );
}

/** Whose phone it is: one of the examples, or any number. */
function Owner({ place }: { place: Place }) {
  return (
    <form class="owner" method="get" action="/simulator" hx-get="/simulator" {...swapsPhone}>
      <input type="hidden" name="tab" value={place.tab} />
      <label for="from">شمارهٔ این گوشی</label>
      <input
        type="text"
        inputMode="tel"
        id="from"
        name="from"
        dir="ltr"
        value={writtenPhone(place.from)}
        maxLength={40}
        autocomplete="off"
        list="samples"
      />
      <datalist id="samples">
        {sampleNumbers.map((number) => (
          <option value={number} key={number} />
        ))}
      </datalist>
      <button type="submit">تغییر</button>
    </form>
  );
}
