import { Alert, Field, Token } from '../components.tsx';
import { Layout } from '../layout.tsx';
import type { Frame } from '../layout.tsx';

export interface LoginPageProps {
  readonly frame: Frame;
  readonly login: string;
  /** Where to go afterwards. */
  readonly next: string;
  readonly problem?: 'wrong' | 'stale' | undefined;
}

const problems = {
  wrong:
    'نام کاربری یا گذرواژه درست نیست. پس از پنج بار اشتباه، ورود با آن نام کاربری از یک تا پانزده دقیقه بسته می‌شود؛ اگر گذرواژه را درست می‌نویسید، پانزده دقیقه صبر کنید و بعد دوباره وارد شوید.',
  stale: 'این صفحه کهنه شده بود. دوباره وارد شوید.',
} as const;

/** Where staff prove who they are. */
export function LoginPage({ frame, login, next, problem }: LoginPageProps) {
  const title = 'ورود کارکنان';
  return (
    <Layout frame={frame} title={title} page="login">
      <section class="card login">
        <h1>{title}</h1>
        <p class="hint">برای ثبت خرید مشتری‌ها وارد شوید.</p>
        {problem && <Alert id="login-problem">{problems[problem]}</Alert>}
        <form method="post" action="/login" class="stack">
          <Token csrf={frame.csrf} />
          <input type="hidden" name="next" value={next} />
          <Field
            {...{ name: 'login', label: 'نام کاربری', value: login, maxLength: 64, autocomplete: 'username' }}
            latin
            autofocus={login === ''}
          />
          <div class="field">
            <label for="password">گذرواژه</label>
            <input
              type="password"
              id="password"
              name="password"
              dir="ltr"
              maxLength={200}
              autocomplete="current-password"
              autofocus={login !== ''}
              required
            />
          </div>
          <button class="primary large" type="submit">
            ورود
          </button>
        </form>
      </section>
    </Layout>
  );
}
