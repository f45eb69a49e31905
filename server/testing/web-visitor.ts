import assert from 'node:assert/strict';

/** What a page of ours answered. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly location: string | undefined;
  readonly text: string;
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of a form; a list is a field repeated. */
  readonly form?: Readonly<Record<string, string | readonly string[]>>;
  /** A body that no form sends. */
  readonly body?: string;
}

/** Somebody with a browser that keeps cookies and knows the token of the last form it saw, and nothing more. */
export class Visitor {
  readonly url: string;
  private readonly cookies = new Map<string, string>();
  /** Of the last page with a form. */
  token = '';

  constructor(url: string) {
    this.url = url;
  }

  /** The cookies as they are sent. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  set cookie(text: string) {
    this.cookies.clear();
    for (const pair of text.split('; ')) this.keep(pair);
  }

  get(path: string, asking: Asking = {}): Promise<PageAnswer> {
    return this.ask('GET', path, asking);
  }

  /** Posts a form with the token of the last page. */
  post(path: string, form: Asking['form'] = {}, headers: Asking['headers'] = {}): Promise<PageAnswer> {
    return this.ask('POST', path, { form: { _csrf: this.token, ...form }, headers });
  }

  /** Asks, and follows redirects as a browser does. */
  async follow(answer: PageAnswer): Promise<PageAnswer> {
    assert(answer.location !== undefined, `an answer ${answer.status} leads nowhere`);
    const next = await this.get(answer.location);
    return next.location === undefined ? next : this.follow(next);
  }

  async logIn(login: string, password: string): Promise<PageAnswer> {
    await this.get('/login');
    const answer = await this.post('/login', { login, password });
    if (answer.status === 303) await this.get('/counter');
    return answer;
  }

  async ask(method: string, path: string, { headers = {}, form, body }: Asking): Promise<PageAnswer> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookies.size > 0 && { Cookie: this.cookie }),
        ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...((form ?? body) !== undefined && { body: form ? encode(form) : (body ?? '') }),
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const text = await response.text();
    this.token = /name="_csrf" value="(\w+)"/.exec(text)?.[1] ?? this.token;
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, headers: response.headers, location, text };
  }

  private keep(cookie: string): void {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
    if (name !== undefined && value !== undefined) this.cookies.set(name, value);
  }
}

function encode(form: NonNullable<Asking['form']>): string {
  const fields = Object.entries(form).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : [...value]).map((each): [string, string] => [name, each]),
  );
  return new URLSearchParams(fields).toString();
}

/** The value of a hidden field of a page. */
export function hiddenField(page: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
  assert(value !== undefined, `the page has no field ${name}`);
  return unescaped(value);
}

/** The words of a page as people read them: without tags, white space as one blank. */
export function wordsOf(page: string): string {
  return unescaped(page.replace(/^.*?<body/s, '<body').replace(/<(?:[^>"]|"[^"]*")+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** The value of a line of text on a page, as it stands in its field. */
export function typedIn(page: string, name: string): string {
  const [tag] = new RegExp(`<input(?:[^>"]|"[^"]*")*? name="${name}"(?:[^>"]|"[^"]*")*>`).exec(page) ?? [];
  assert(tag !== undefined, `the page has no field ${name}`);
  return unescaped(/ value="([^"]*)"/.exec(tag)?.[1] ?? '');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

function unescaped(html: string): string {
  return html.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name] ?? '');
}
