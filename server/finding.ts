/** Well, worth a look, or broken. */
export type Mark = 'fine' | 'look' | 'bad';

/** One thing that was seen when it was looked whether all is well: at the start, or by the doctor. */
export interface Finding {
  readonly mark: Mark;
  /** What was looked at. */
  readonly part: string;
  readonly what: string;
  /** What to do, in a sentence; none where all is well. */
  readonly cure?: string;
}

export function fine(part: string, what: string): Finding {
  return { mark: 'fine', part, what };
}

export function look(part: string, what: string, cure: string): Finding {
  return { mark: 'look', part, what, cure };
}

export function bad(part: string, what: string, cure: string): Finding {
  return { mark: 'bad', part, what, cure };
}
