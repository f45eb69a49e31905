import type { ComponentChildren } from 'preact';

/** How htmx sends a form or follows a link of the desk: the whole page comes, its desk and list are taken. */
export const swapsDesk = {
  'hx-target': '#desk',
  'hx-select': '#desk',
  'hx-swap': 'outerHTML',
  'hx-select-oob': '#today,#said:innerHTML',
  'hx-push-url': 'true',
  // A second Enter while the first is under way is no second request.
  'hx-sync': 'this:drop',
  'hx-disable': 'findAll button',
} as const;

/** The place where one customer after the other is served. */
export function Desk({ step, children }: { step: string; children: ComponentChildren }) {
  return (
    <section id="desk" class={`desk desk-${step}`} aria-label="پیشخوان">
      {children}
      <p id="offline" class="offline" role="alert" hidden>
        ارتباط با سرور قطع شد. اینترنت یا شبکه را ببینید و دوباره بزنید: خرید دو بار ثبت نمی‌شود.
      </p>
    </section>
  );
}

/** The way to the next customer from wherever one is; Escape does the same. */
export function OtherCustomer() {
  return (
    <a class="quiet other" href="/counter" hx-get="/counter" data-escape="" {...swapsDesk}>
      مشتری دیگر <kbd>Esc</kbd>
    </a>
  );
}

/** Sends a form; shows that it is under way. */
export function Send({ children }: { children: ComponentChildren }) {
  return (
    <button class="primary large" type="submit">
      <span class="busy" aria-hidden="true" />
      <span>{children}</span>
    </button>
  );
}
