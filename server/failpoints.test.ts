import { expect } from 'chai';
import { failpoints } from './failpoint.ts';
import type { Failpoint } from './failpoint.ts';
import { verifyLedger } from './ledger/verify.ts';
import { waitForQuiet } from './testing/live-club.ts';
import { startRunningServer } from './testing/running-server.ts';
import { killLeftServers, runServerProcess, startDoomedServer } from './testing/server-process.ts';
import { createTestRuntime } from './testing/test-runtime.ts';
import { factsOf } from './testing/walk-facts.ts';
import type { Facts } from './testing/walk-facts.ts';
import { setStage } from './testing/walk-stage.ts';
import type { Stage } from './testing/walk-stage.ts';
import * as steps from './testing/walk-steps.ts';
import type { Act, Step } from './testing/walk-steps.ts';

type StepName = keyof typeof steps;

/** What leads to each failpoint. */
const ways: Readonly<Record<Failpoint, readonly StepName[]>> = {
  'migration-before-recorded': ['firstStart'],
  'migration-between-steps': ['firstStart'],
  'inbox-before-commit': ['joining', 'deliveryReport'],
  'inbox-before-wake': ['joining'],
  'inbox-stored-before-answer': ['joining', 'deliveryReport'],
  'inbox-answered': ['joining'],
  'update-before-confirmed': ['chatting'],
  'handling-before-commit': ['joining', 'chatting'],
  'handling-committed': ['joining'],
  'report-before-handling': ['deliveryReport'],
  'report-before-commit': ['deliveryReport'],
  'after-commit-before-wake': ['joining', 'purchase', 'undoing'],
  'purchase-before-commit': ['purchase'],
  'purchase-before-answer': ['purchase'],
  'undo-before-commit': ['undoing'],
  'undo-before-answer': ['undoing'],
  'ussd-before-commit': ['dialling'],
  'ussd-before-answer': ['dialling'],
  'relay-before-commit': ['purchase'],
  'relay-leased': ['purchase'],
  'relay-queued': ['purchase'],
  'dispatch-before-commit': ['purchase'],
  'dispatch-begun': ['purchase'],
  'dispatch-answered': ['purchase', 'undoing'],
  'record-before-commit': ['purchase'],
  'dispatch-recorded': ['purchase'],
  'job-before-claim-commit': ['birthdayJob'],
  'job-claimed': ['birthdayJob'],
  'job-in-batch': ['birthdayJob'],
  'job-before-commit': ['birthdayJob'],
  'job-batch-done': ['birthdayJob'],
};

/** Whether who called had an answer when the process died, where the failpoint says so. */
const answered: Partial<Readonly<Record<Failpoint, boolean>>> = {
  'inbox-before-commit': false,
  'inbox-stored-before-answer': false,
  'inbox-answered': true,
  'purchase-before-commit': false,
  'purchase-before-answer': false,
  'undo-before-commit': false,
  'undo-before-answer': false,
  'ussd-before-commit': false,
  'ussd-before-answer': false,
};

/** Longer than any lease. */
const leasesLapsedMs = 61_000;
/** Two cores carry so many servers at a time. */
const sideBySide = 3;

interface Walked {
  readonly facts: Facts;
  readonly said: unknown;
  readonly messages: number;
  readonly doubles: number;
  readonly difference: unknown;
  /** How the process ended that was to die on the way. */
  readonly died?: Death;
}

interface Death {
  readonly by: NodeJS.Signals | number | undefined;
  /** Whether who called was answered before. */
  readonly answered: boolean;
  readonly said: unknown;
  readonly output: string;
}

describe('a server that dies at any boundary', function () {
  this.timeout(300_000);

  const walks = failpoints.flatMap(({ name }) => ways[name].map((way) => ({ name, way })));
  const undisturbed = new Map<StepName, Promise<Walked>>();
  const results = new Map<string, Promise<Walked>>();

  before(() => {
    const inTurn = createTurns(sideBySide);
    for (const { way } of walks) {
      if (!undisturbed.has(way)) undisturbed.set(way, held(inTurn(() => walk(steps[way]))));
    }
    for (const { name, way } of walks) {
      results.set(`${name} ${way}`, held(inTurn(() => walk(steps[way], name))));
    }
  });

  after(() => killLeftServers());

  for (const { name, way } of walks) {
    it(`${name} (${way})`, async () => {
      const wanted = await undisturbed.get(way);
      const walked = await results.get(`${name} ${way}`);
      if (!wanted || !walked) throw new Error('both were walked');
      expect(walked.died?.by, `it died there\n${walked.died?.output ?? ''}`).to.equal('SIGKILL');
      if (name in answered) expect(walked.died?.answered).to.equal(answered[name]);
      expect(walked.facts).to.deep.equal(wanted.facts);
      expect(walked.said).to.deep.equal(wanted.said);
      for (const { messages, doubles, difference } of [wanted, walked]) {
        expect(messages).to.equal(steps[way].messages);
        expect(doubles, 'doubles').to.equal(0);
        expect(difference, 'the ledger adds up').to.equal(undefined);
      }
    });
  }

  it('does not start with a name that is none, and lists those there are', async () => {
    const { code, output } = await runServerProcess({
      VAFA_FAILPOINT: 'no-such-place',
      DATA_DIR: '/nowhere',
    });
    expect(code).to.equal(1);
    expect(output).to.include('VAFA_FAILPOINT names no failpoint');
    for (const { name } of failpoints) expect(output).to.include(name);
  });
});

/** One step from its beginning to where nothing is left to do; the first server dies at the failpoint, if there is one. */
async function walk(step: Step, name?: Failpoint): Promise<Walked> {
  const stage = await setStage(step);
  try {
    const act = await prepare(step, stage);
    const died = name && (await dieAt(name, stage, act));
    // The clock of the next server is set on, so that leases of the dead have lapsed without a minute's wait.
    const downMs = died ? (step.downMs ?? leasesLapsedMs) : 0;
    const startAt = new Date(Date.now() + downMs).toISOString();
    const server = await startRunningServer({ env: stage.env, startAt });
    try {
      const said = died?.answered ? died.said : await act({ url: server.url, store: stage.store });
      await waitForQuiet(server.runtime, stage.chat);
      return { ...(await inspect(stage)), said, ...(died && { died }) };
    } finally {
      await server.close();
    }
  } finally {
    await stage.remove();
  }
}

async function prepare(step: Step, stage: Stage): Promise<Act> {
  if (step.empty) return step.prepare(stage);
  const startAt = new Date().toISOString();
  const runtime = await createTestRuntime({ env: stage.env, startAt, channels: 'configured' });
  try {
    return await step.prepare(stage, runtime);
  } finally {
    await runtime.close();
  }
}

async function dieAt(name: Failpoint, stage: Stage, act: Act): Promise<Death> {
  const doomed = startDoomedServer({ ...stage.env, VAFA_FAILPOINT: name });
  const url = await doomed.url;
  const ended = doomed.died.then(() => undefined);
  const acting =
    url === undefined
      ? undefined
      : act({ url, store: stage.store }).then(
          (said) => ({ said }),
          () => undefined,
        );
  // Who looks on from the side is not told that the server died.
  const answer = await Promise.race([acting ?? ended, ended.then(() => afterwards(acting))]);
  const by = await doomed.died;
  return { by, answered: answer !== undefined, said: answer?.said, output: doomed.output() };
}

type Answer = { readonly said: unknown } | undefined;

/** An answer that was under way when the server died arrives within this time, or never. */
const lateMs = 200;

function afterwards(acting: Promise<Answer> | undefined): Promise<Answer> | undefined {
  const never = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), lateMs));
  return acting && Promise.race([acting, never]);
}

async function inspect(stage: Stage): Promise<Omit<Walked, 'said'>> {
  return {
    facts: await factsOf(stage),
    messages: stage.sms.messages.length + stage.chat.sent.length,
    doubles: stage.sms.doubles().length,
    difference: (await verifyLedger(stage.store)).difference,
  };
}

/** At most so many at a time, in the order in which they were asked for. */
function createTurns(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
}

/** Its failure is told by the test that asks for it, and is not unhandled until then. */
function held<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
