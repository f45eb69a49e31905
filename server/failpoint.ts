/**
 * Where the process can be made to die, in the order of a message's way. Each is a boundary: what lies before it
 * has happened, what lies behind it has not.
 */
export const failpoints = [
  { name: 'migration-before-recorded', where: 'a step has changed the schema and is not noted as taken' },
  { name: 'migration-between-steps', where: 'a step is taken, the next one is not begun' },
  { name: 'inbox-before-commit', where: 'what came in is written and not committed' },
  { name: 'inbox-before-wake', where: 'what came in is committed, nobody was woken for it' },
  { name: 'inbox-stored-before-answer', where: 'what came in is committed, the provider has no answer' },
  { name: 'inbox-answered', where: 'the provider has its 200, what came in is not handled' },
  { name: 'update-before-confirmed', where: 'a polled update is committed, the bot was not told so' },
  { name: 'handling-before-commit', where: 'all that a message causes is written and not committed' },
  { name: 'handling-committed', where: 'a message is handled, the next one is not looked for' },
  { name: 'report-before-handling', where: 'a delivery report is taken up, its message is not touched' },
  { name: 'report-before-commit', where: 'a message has its reported state, which is not committed' },
  { name: 'after-commit-before-wake', where: 'messages to send are committed, nobody was woken for them' },
  { name: 'purchase-before-commit', where: 'all of a purchase is written and not committed' },
  { name: 'purchase-before-answer', where: 'a purchase is committed, the caller has no answer' },
  { name: 'undo-before-commit', where: 'all of an undoing is written and not committed' },
  { name: 'undo-before-answer', where: 'an undoing is committed, the caller has no answer' },
  { name: 'ussd-before-commit', where: 'a USSD step and its screen are written and not committed' },
  { name: 'ussd-before-answer', where: 'a USSD step is committed, its screen is not sent' },
  { name: 'relay-before-commit', where: 'messages are leased, which is not committed' },
  { name: 'relay-leased', where: 'messages are leased, the queue has none of them' },
  { name: 'relay-queued', where: 'the queue has the leases' },
  { name: 'dispatch-before-commit', where: 'an attempt is written down and not committed' },
  { name: 'dispatch-begun', where: 'an attempt is committed, the provider was not called' },
  { name: 'dispatch-answered', where: 'the provider has answered, which is not written' },
  { name: 'record-before-commit', where: "the provider's answer is written and not committed" },
  { name: 'dispatch-recorded', where: "the provider's answer is committed" },
  { name: 'job-before-claim-commit', where: "a job's run is claimed, which is not committed" },
  { name: 'job-claimed', where: "a job's run is claimed, nothing of it is done" },
  { name: 'job-in-batch', where: 'the first member of a batch is done, none of it is committed' },
  { name: 'job-before-commit', where: 'a whole batch and the mark behind it are written and not committed' },
  { name: 'job-batch-done', where: 'a batch is committed, the next one is not begun' },
] as const satisfies readonly { readonly name: string; readonly where: string }[];

export type Failpoint = (typeof failpoints)[number]['name'];

/** The environment variable that names the one at which this process dies. */
const variable = 'VAFA_FAILPOINT';
const armed = process.env[variable] ?? '';

/** Ends the process at once, as a power cut would, where it was started to die here. Otherwise it does nothing. */
export function failpoint(name: Failpoint): void {
  if (name !== armed) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment to arrive, and nothing must happen in it.
  for (;;) continue;
}

/** Ends a start that names no failpoint of these, and lists them: a test that dies nowhere would prove nothing. */
export function refuseUnknownFailpoint(complain: (text: string) => void): void {
  if (armed === '' || failpoints.some(({ name }) => name === armed)) return;
  const list = failpoints.map(({ name, where }) => `  ${name}: ${where}`).join('\n');
  complain(
    `Vafa cannot start: ${variable} names no failpoint. It is for tests: leave it out, or name one of these.\n${list}`,
  );
  process.exit(1);
}
