import type { Fault, Outcome } from '../../server/replay/event.ts';

/** An event with its full result, as `--json` prints it. */
export function eventLine(outcome: Outcome): object {
  const { head } = outcome;
  const about = {
    ...(head.line !== undefined && { line: head.line }),
    ...{ event: head.event, id: head.id, at: new Date(head.at).toISOString() },
    ...(head.member !== '' && { member: head.member, phone: head.phone }),
    result: outcome.kind,
    ...(outcome.byItself && { byItself: outcome.byItself }),
  };
  if (outcome.kind === 'before-start') return { ...about, reason: outcome.why };
  if (outcome.kind !== 'refused') return { ...about, answer: outcome.body() };
  const { code, detail, errors, extra } = outcome.problem;
  return { ...about, refused: { code, reason: detail, ...(errors && { errors }), ...extra } };
}

/** A line of the history that is no event. */
export function faultLine({ line, event, id, problem }: Fault): object {
  return {
    line,
    ...(event !== undefined && { event }),
    ...(id !== undefined && { id }),
    result: 'malformed',
    problem,
  };
}
