/** What is known of a session besides the path consumed so far. */
export interface UssdHint {
  /**
   * Whether this session's operator repeats the whole path at each step (true) or sends only the last input
   * (false), as an earlier result of this session told; `undefined` while nothing has shown it.
   */
  readonly cumulative?: boolean | undefined;
  /** How long ago the last step of this session was answered. */
  readonly sinceLastMs?: number;
}

/** What is new in a step. */
export type UssdProgress =
  /** Nothing: the stored answer is given again, and nothing is done again. */
  | { readonly kind: 'replay' }
  | {
      readonly kind: 'inputs';
      /** In the order typed; empty at the first screen. */
      readonly inputs: readonly string[];
      /** The path including them: `previous` of the next step. */
      readonly consumed: string;
      /** What this step has shown of the operator; `cumulative` of the next step's hint. */
      readonly cumulative?: boolean;
    };

/** Gateways give up after 5 to 15 s and ask again; later than this, the same text was typed again. */
export const repeatMs = 20_000;
/** No operator keeps a session open for longer; later than this, its id is used for another one. */
export const sessionMs = 180_000;

/**
 * Decides which inputs of a step are new. `previous` is the path consumed in this session, `undefined` at its
 * first step. Most operators repeat the whole path (`1*2*0912…`), some send only the last input, and
 * either may already hold several inputs in the first step (`*code*1*2#`).
 *
 * The same text again is a replay, and so is a step of the path that is already behind. Where only the last
 * input comes, typing it twice on purpose looks the same: the second counts when it comes 20 s after the
 * last answer or later. Limits: an input with `*` in it is several inputs, except as a last input of its own
 * after the first step; and a last input that happens to continue the path is taken for the path.
 */
export function newInputs(previous: string | undefined, text: string, hint: UssdHint = {}): UssdProgress {
  const { cumulative, sinceLastMs = 0 } = hint;
  if (previous === undefined || sinceLastMs > sessionMs) return progress(split(text), text, undefined);
  if (text === '') return { kind: 'replay' };
  if (previous === '') return progress(split(text), text, cumulative);
  if (cumulative !== false && text.startsWith(`${previous}*`)) {
    return progress(text.slice(previous.length + 1).split('*'), text, true);
  }
  if (cumulative === true) return pathBehind(previous, text);
  const repeated = text === previous || (cumulative === false && previous.endsWith(`*${text}`));
  if (repeated && sinceLastMs < repeatMs) return { kind: 'replay' };
  return progress([text], `${previous}*${text}`, false);
}

/** A path that does not go on from the one before: an older step again, or the same id for a new session. */
function pathBehind(previous: string, text: string): UssdProgress {
  const behind = text === previous || previous.startsWith(`${text}*`);
  return behind ? { kind: 'replay' } : progress(split(text), text, true);
}

function progress(inputs: string[], consumed: string, cumulative: boolean | undefined): UssdProgress {
  return { kind: 'inputs', inputs, consumed, ...(cumulative === undefined ? {} : { cumulative }) };
}

function split(path: string): string[] {
  return path === '' ? [] : path.split('*');
}
