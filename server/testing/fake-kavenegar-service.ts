/** A message that the fake took, as the service would keep it. */
export interface FakeMessage {
  readonly messageid: number;
  /** As sent; `undefined` where the client gave none. */
  readonly localid: string | undefined;
  readonly receptor: string;
  readonly text: string;
  readonly sender: string;
  status: number;
  /** Unix seconds. */
  readonly date: number;
  /** The same in milliseconds, which the service does not tell. */
  readonly takenAt: number;
  /** Rial. */
  readonly cost: number;
}

/** An answer in the service's envelope; `return.status` is the HTTP status too. */
export interface FakeAnswer {
  readonly status: number;
  readonly message: string;
  readonly entries: unknown;
}

/** What the service says of an id it never saw; nobody knows which, so a client has to stand all. */
type UnseenForm = 'status-100' | 'empty' | 'null' | { readonly code: number };

/** How the fake service behaves apart from faults. */
export interface FakeServiceOptions {
  /** `status-100` when not given. */
  readonly unseen?: UnseenForm;
  /** False: a second use of a `localid` sends again, so that only asking first prevents a double. */
  readonly remembersLocalIds?: boolean;
  readonly creditRial?: number;
  /** How far its clock is ahead. */
  readonly clockAheadMs?: number;
}

/** What the service keeps, and its methods by path. */
export interface FakeService {
  readonly messages: FakeMessage[];
  readonly methods: Readonly<Record<string, (params: URLSearchParams) => FakeAnswer>>;
}

const TEXTS: Readonly<Record<number, string>> = {
  1: 'در صف ارسال',
  2: 'زمان بندی شده',
  4: 'ارسال به مخابرات',
  5: 'ارسال به مخابرات',
  6: 'خطا در ارسال',
  10: 'رسیده به گیرنده',
  11: 'نرسیده به گیرنده',
  13: 'لغو شده',
  14: 'بلاک شده',
  100: 'شناسه پیامک نامعتبر است',
};
const DEFAULT_LINE = '10004346';
const COST_RIAL = 1_200;
const TEXT_CHARACTERS_MAX = 900;
const RECEPTORS_MAX = 200;
const FIRST_MESSAGE_ID = 85_463_238;

/** The service without its HTTP door: strict about what it takes, faultless in what it does. */
export function createFakeService(options: FakeServiceOptions = {}): FakeService {
  const messages: FakeMessage[] = [];
  const byLocalId = new Map<string, FakeMessage>();
  const take = (one: Pick<FakeMessage, 'receptor' | 'text' | 'sender' | 'localid'>): FakeMessage => {
    const remembered = one.localid === undefined ? undefined : byLocalId.get(one.localid);
    if (remembered !== undefined && options.remembersLocalIds !== false) return remembered;
    const takenAt = Date.now();
    const message = {
      ...one,
      messageid: FIRST_MESSAGE_ID + messages.length,
      status: 1,
      ...{ date: Math.floor(takenAt / 1_000), takenAt },
      cost: COST_RIAL,
    };
    messages.push(message);
    if (message.localid !== undefined) byLocalId.set(message.localid, message);
    return message;
  };
  return {
    messages,
    methods: {
      'sms/send': (params) => send(params, take),
      'sms/sendarray': (params) => sendArray(params, take),
      'sms/status': (params) => status(params, messages),
      'sms/statuslocalmessageid': (params) => statusByLocalId(params, byLocalId, options.unseen),
      'account/info': () => accepted(accountOf(options)),
      'utils/getdate': () => accepted(dateOf(options)),
    },
  };
}

type Take = (one: Pick<FakeMessage, 'receptor' | 'text' | 'sender' | 'localid'>) => FakeMessage;

function send(params: URLSearchParams, take: Take): FakeAnswer {
  const receptors = (params.get('receptor') ?? '').split(',');
  const localIds = params.get('localid')?.split(',');
  const text = params.get('message') ?? '';
  const sender = params.get('sender') ?? DEFAULT_LINE;
  if (receptors.length > RECEPTORS_MAX) return refused(414);
  if (localIds !== undefined && localIds.length !== receptors.length) return refused(419);
  const wanted = receptors.map((receptor, at) => ({ receptor, text, sender, localid: localIds?.[at] }));
  return takeAll(params, wanted, take);
}

function sendArray(params: URLSearchParams, take: Take): FakeAnswer {
  const [receptors, texts, senders] = ['receptor', 'message', 'sender'].map((name) => list(params, name));
  const localIds = list(params, 'localmessageids');
  if (receptors === undefined || texts === undefined || senders === undefined) return refused(400);
  if (receptors.length > RECEPTORS_MAX) return refused(414);
  const lengths = new Set([receptors, texts, senders, localIds ?? receptors].map((each) => each.length));
  if (lengths.size > 1) return refused(419);
  const wanted = receptors.map((receptor, at) => ({
    receptor,
    text: texts[at] ?? '',
    sender: senders[at] ?? '',
    localid: localIds?.[at],
  }));
  return takeAll(params, wanted, take);
}

/** All or nothing, as the service does. */
function takeAll(params: URLSearchParams, wanted: Parameters<Take>[0][], take: Take): FakeAnswer {
  if ([...params.values()].includes('')) return refused(406);
  for (const { receptor, text, sender, localid } of wanted) {
    if (!/^(09\d{9}|(\+|00)?[1-9]\d{7,14})$/.test(receptor)) return refused(411);
    if (!/^\d{4,15}$/.test(sender)) return refused(412);
    if (text === '' || text.length > TEXT_CHARACTERS_MAX) return refused(413);
    if (localid !== undefined && !/^[1-9]\d{0,18}$/.test(localid)) return refused(400);
  }
  return accepted(wanted.map((one) => recordOf(take(one))));
}

function recordOf({ messageid, text, status, sender, receptor, date, cost }: FakeMessage) {
  return { messageid, message: text, status, statustext: TEXTS[status], sender, receptor, date, cost };
}

function status(params: URLSearchParams, messages: readonly FakeMessage[]): FakeAnswer {
  const ids = (params.get('messageid') ?? '').split(',');
  return accepted(
    ids.map((id) => {
      const found = messages.find((message) => String(message.messageid) === id)?.status ?? 100;
      return { messageid: Number(id), status: found, statustext: TEXTS[found] };
    }),
  );
}

function statusByLocalId(
  params: URLSearchParams,
  byLocalId: ReadonlyMap<string, FakeMessage>,
  unseen: UnseenForm = 'status-100',
): FakeAnswer {
  const localid = params.get('localid') ?? '';
  if (localid === '') return refused(400);
  const found = byLocalId.get(localid);
  if (found !== undefined) {
    const { messageid, status } = found;
    return accepted([{ messageid, localid, status, statustext: TEXTS[status] }]);
  }
  if (typeof unseen === 'object') return refused(unseen.code);
  if (unseen === 'null') return accepted(null);
  if (unseen === 'empty') return accepted([]);
  return accepted([{ messageid: 0, localid, status: 100, statustext: TEXTS[100] }]);
}

function accountOf({ creditRial = 1_500_000 }: FakeServiceOptions) {
  return { remaincredit: creditRial, expiredate: 13_548_889_830, type: 'master' };
}

function dateOf({ clockAheadMs = 0 }: FakeServiceOptions) {
  const date = new Date(Date.now() + clockAheadMs);
  return {
    datetime: date.toISOString(),
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    unixtime: Math.floor(date.getTime() / 1_000),
  };
}

function list(params: URLSearchParams, name: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(params.get(name) ?? '');
    return Array.isArray(value) ? value.map(String) : undefined;
  } catch {
    return undefined;
  }
}

function accepted(entries: unknown): FakeAnswer {
  return { status: 200, message: 'تایید شد', entries };
}

/** A refusal in the service's envelope. */
export function refused(code: number, message = `خطای ${code}`): FakeAnswer {
  return { status: code, message, entries: null };
}
