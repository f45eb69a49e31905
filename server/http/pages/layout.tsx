import type { ComponentChildren } from 'preact';
import type { Staff } from '../../usecases/staff.ts';
import { assetPath } from './assets.ts';
import type { AssetName } from './assets.ts';
import { Icon, Token } from './components.tsx';

/** What every page shows around its own contents. */
export interface Frame {
  readonly club: string;
  /** Who is logged in. */
  readonly staff: Staff | undefined;
  readonly csrf: string;
  /** Whether there is a simulator to go to. */
  readonly simulator: boolean;
  /** What everybody should know: a channel that is paused. */
  readonly warnings: readonly string[];
}

export interface LayoutProps {
  readonly frame: Frame;
  readonly title: string;
  readonly page: 'counter' | 'simulator' | 'login';
  /** What a screen reader says when the page, or a part of it, has arrived. */
  readonly announcement?: string | undefined;
  readonly children: ComponentChildren;
}

const own = 'server/http/assets';

const shared = [`${own}/base.css`, `${own}/top.css`, `${own}/forms.css`] as const;
const atCounter = [...shared, `${own}/counter.css`, `${own}/result.css`, `${own}/gifts.css`] as const;
const styles: Readonly<Record<LayoutProps['page'], readonly AssetName[]>> = {
  counter: atCounter,
  simulator: [...shared, `${own}/simulator.css`, `${own}/messages.css`],
  login: atCounter,
};

/** htmx brings styles of its own and swaps what has no news (204); the rest of its defaults suit us. */
const htmxConfig = JSON.stringify({
  includeIndicatorCSS: false,
  defaultSettleDelay: 0,
  defaultTimeout: 20_000,
});

/** A whole page. */
export function Layout({ frame, title, page, announcement, children }: LayoutProps) {
  return (
    <html lang="fa" dir="rtl">
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={htmxConfig} />
        <title>{`${title} · ${frame.club}`}</title>
        <link rel="icon" href={assetPath(`${own}/icon.svg`)} type="image/svg+xml" />
        <link
          rel="preload"
          href={assetPath(`${own}/vazirmatn.woff2`)}
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
        {styles[page].map((name) => (
          <link rel="stylesheet" href={assetPath(name)} key={name} />
        ))}
        <script src={assetPath('htmx.js')} defer />
        <script src={assetPath(`${own}/counter.js`)} type="module" />
      </head>
      <body class={`page-${page}`}>
        <a class="skip" href="#main">
          رفتن به محتوای صفحه
        </a>
        <Header frame={frame} page={page} />
        <Warnings warnings={frame.warnings} />
        <p id="said" class="unseen" role="status" aria-live="polite">
          {announcement}
        </p>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

function Header({ frame, page }: Pick<LayoutProps, 'frame' | 'page'>) {
  const { club, staff, simulator } = frame;
  return (
    <header class="top">
      <div class="top-inner">
        <a class="brand" href="/counter">
          <span class="brand-mark" aria-hidden="true">
            و
          </span>
          <span class="brand-name">{club}</span>
        </a>
        {simulator && (
          <nav class="top-nav" aria-label="صفحه‌ها">
            <NavLink href="/counter" current={page === 'counter'} label="پیشخوان" />
            <NavLink href="/simulator" current={page === 'simulator'} label="شبیه‌ساز" />
          </nav>
        )}
        {staff && <LoggedIn staff={staff} csrf={frame.csrf} />}
      </div>
    </header>
  );
}

function NavLink({ href, current, label }: { href: string; current: boolean; label: string }) {
  return (
    <a href={href} {...(current && { 'aria-current': 'page' as const })}>
      {label}
    </a>
  );
}

function LoggedIn({ staff, csrf }: { staff: Staff; csrf: string }) {
  return (
    <form class="who-am-i" method="post" action="/logout">
      <Token csrf={csrf} />
      <span class="who-am-i-name" title={staff.login}>
        <bdi>{staff.name}</bdi>
      </span>
      <button class="quiet" type="submit">
        خروج
      </button>
    </form>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <div class="warnings" role="alert">
      {warnings.map((warning) => (
        <p key={warning}>
          <Icon name="warning" />
          {warning}
        </p>
      ))}
    </div>
  );
}
