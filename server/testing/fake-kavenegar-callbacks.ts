/** The ways in which the service is known to call back. */
export type CallbackForm = 'query' | 'form' | 'json';

/** A customer's message as the service passes it on. */
export interface FakeInbound {
  /** The whole address of the callback, as it would be entered in the service's panel. */
  readonly to: string;
  readonly messageid: number | string;
  readonly from: string;
  readonly text: string;
  /** The shop's line; 10004346 when not given. */
  readonly line?: string;
  /** GET with a query when not given. */
  readonly form?: CallbackForm;
  /** `sender` and `receptor` in place of `from` and `to`. */
  readonly otherNames?: boolean;
}

/** A delivery report as the service sends it. */
export interface FakeDelivery {
  /** The whole address of the callback. */
  readonly to: string;
  readonly messageid: number | string;
  readonly status: number;
  readonly form?: CallbackForm;
}

/** Passes a customer's message on; resolves to the HTTP status it was answered with. */
export function pushInbound(inbound: FakeInbound): Promise<number> {
  const { messageid, from, text, line = '10004346' } = inbound;
  const ends = inbound.otherNames ? { sender: from, receptor: line } : { from, to: line };
  return push(inbound.to, { ...ends, message: text, messageid: String(messageid) }, inbound.form);
}

/** Sends a delivery report; resolves to the HTTP status it was answered with. */
export function pushDelivery({ to, messageid, status, form }: FakeDelivery): Promise<number> {
  return push(to, { messageid: String(messageid), status: String(status) }, form);
}

async function push(to: string, params: Record<string, string>, form: CallbackForm = 'query') {
  const url = new URL(to);
  let init: RequestInit = { method: 'POST', body: new URLSearchParams(params) };
  if (form === 'json') {
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    init = { method: 'POST', headers, body: JSON.stringify(params) };
  } else if (form === 'query') {
    for (const [name, value] of Object.entries(params)) url.searchParams.append(name, value);
    init = { method: 'GET' };
  }
  const response = await fetch(url, { ...init, redirect: 'error' });
  await response.arrayBuffer();
  return response.status;
}
