import { setTimeout as sleep } from 'node:timers/promises';
import { checkChats } from './checks/check-chats.ts';
import { checkExpected } from './checks/check-expected.ts';
import { checkInbound } from './checks/check-inbound.ts';
import { checkPoints } from './checks/check-points.ts';
import { checkSms } from './checks/check-sms.ts';
import { readOutbox, wrong } from './checks/evidence.ts';
import type { Violation } from './checks/evidence.ts';
import { untilReady } from './club-processes.ts';
import { faultFigures, violationFigures } from './figures.ts';
import type { Figures } from './figures.ts';
import { mend, patiently, untilQuiet } from './heal.ts';
import { createMilestones } from './load.ts';
import type { Load } from './load.ts';
import { planMayhem } from './mayhem-plan.ts';
import { runMayhem } from './mayhem.ts';
import type { FaultCounts } from './mayhem.ts';
import { createOracle } from './oracle.ts';
import type { Oracle } from './oracle.ts';
import { startReports } from './provider-reports.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { runLoad } from './run-load.ts';
import { setStage } from './stage.ts';
import type { Stage, Undoing } from './stage.ts';

export interface DrillOptions {
  readonly seed: number;
  /** How long things go wrong. */
  readonly seconds: number;
  /** Leaves the logs and the database behind, whatever came out. */
  readonly keep?: boolean | undefined;
  /** Told how it goes. */
  readonly say: (text: string) => void;
}

export interface DrillResult {
  readonly figures: Figures;
  readonly violations: readonly Violation[];
  /** What is left to look at; absent when nothing was wrong. */
  readonly folder?: string;
}

/** After the last fault: to answer everything that was asked, and to become quiet. */
const answersMaxMs = 60_000;
/** Longer than a lease, which somebody who was restarted may have left behind. */
const quietMaxMs = 80_000;
const progressMs = 5000;

/** Plays one drill from beginning to end. Everything it starts ends with it, and `undoing` ends it before that. */
export async function runDrill(options: DrillOptions, undoing: Undoing): Promise<DrillResult> {
  const startedAt = Date.now();
  const { seed, seconds, keep = false } = options;
  const random = createRandom(`drill ${seed}`);
  const stage = await setStage(random, undoing);
  try {
    const played = await play(stage, random, options);
    const violations = await check(stage, played.oracle);
    if (keep || violations.length > 0) stage.keepFolder();
    await undoAll(undoing);
    const tookSeconds = Math.round((Date.now() - startedAt) / 1000);
    const figures = {
      seed,
      seconds,
      ...figuresOf(stage, played),
      ...violationFigures(violations),
      tookSeconds,
    };
    return { figures, violations, ...((keep || violations.length > 0) && { folder: stage.folder }) };
  } catch (error) {
    options.say(`What was left of it is in ${stage.folder}`);
    stage.keepFolder();
    throw error;
  }
}

function figuresOf({ databaseProxy, sms }: Stage, { oracle, repeats, counts }: Played) {
  return {
    ...{ operations: oracle.operations, ...faultFigures(counts) },
    ...{ commitsCut: databaseProxy.commitsCut(), repeats: Object.fromEntries(repeats) },
    ...{ purchases: oracle.purchases.size, inbound: oracle.messages.length, sms: sms.messages.length },
  };
}

/** Ends all that was started, the last first. */
export async function undoAll(undoing: Undoing): Promise<void> {
  for (let undo = undoing.pop(); undo; undo = undoing.pop()) await undo();
}

interface Played {
  readonly oracle: Oracle;
  readonly repeats: ReadonlyMap<string, number>;
  readonly counts: FaultCounts;
}

async function play(stage: Stage, random: Random, { seconds, say }: DrillOptions): Promise<Played> {
  for (const one of stage.club.all) one.start();
  await untilReady(stage.club);
  await untilHooked(stage);
  const over = new AbortController();
  const load = loadOf(stage, random, over.signal);
  const { oracle, repeats } = load;
  const counts: FaultCounts = new Map();
  const reports = startReports({ ...load, messages: stage.sms.messages, random: random.fork('reports') });
  const progress = tellProgress(stage, { oracle, counts, say });
  const plan = planMayhem(random.fork('mayhem'), seconds * 1000);
  const until = Date.now() + seconds * 1000;
  const mayhem = runMayhem(stage, plan, { until, counts });
  const answered = await runLoad(load, random.fork('load'), until);
  await mayhem;
  mend(stage);
  say('everything is mended; what was asked is waited for');
  const limit = setTimeout(() => over.abort(), answersMaxMs);
  await answered.all;
  clearTimeout(limit);
  await untilQuiet(stage, { store: stage.runtime.store, reports, maxMs: quietMaxMs, say });
  over.abort();
  clearInterval(progress);
  return { oracle, repeats, counts };
}

function loadOf(stage: Stage, random: Random, signal: AbortSignal): Load {
  const { runtime, bearers, channelSecret, chat, club } = stage;
  return {
    ...{ runtime, bearers, channelSecret, chat, signal, webs: club.webs },
    ...{ oracle: createOracle(), repeats: new Map(), lookRandom: random.fork('looks') },
    done: createMilestones(signal),
  };
}

/** The bot's service pushes nothing before it has been told where to. */
async function untilHooked({ chat }: Stage): Promise<void> {
  const deadline = Date.now() + answersMaxMs;
  while (chat.webhook() === undefined) {
    if (Date.now() > deadline) throw new Error('no worker has told the bot where its messages go');
    await sleep(50);
  }
}

interface Telling extends Pick<Played, 'oracle' | 'counts'> {
  readonly say: (text: string) => void;
}

function tellProgress({ sms }: Stage, { oracle, counts, say }: Telling): NodeJS.Timeout {
  const startedAt = Date.now();
  return setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const { kills, faults } = faultFigures(counts);
    say(
      `${seconds} s: ${oracle.operations} operations, ${sms.messages.length} SMS, ${kills} kills, ${faults} faults`,
    );
  }, progressMs);
}

/** Looks at everything once nobody writes any more. */
async function check(stage: Stage, oracle: Oracle): Promise<Violation[]> {
  const { club, runtime, sms, chat } = stage;
  await Promise.all(club.all.map((one) => one.end()));
  const { store } = runtime;
  const outbox = await patiently(() => readOutbox(store));
  const evidence = { store, oracle, outbox, sms: sms.messages, chats: chat.sent };
  return [
    ...oracle.refused.map((what) => wrong('refused or not answered', what)),
    ...(await checkPoints(evidence)),
    ...checkExpected(evidence),
    ...checkSms(evidence),
    ...checkChats(evidence),
    ...(await checkInbound(evidence)),
    ...checkEndings(stage),
  ];
}

/** A process may find no database when it starts; one that runs must stand everything. */
function checkEndings({ club }: Stage): Violation[] {
  return club.all
    .flatMap((one) => one.endings())
    .filter(({ output }) => !output.includes('Vafa cannot start'))
    .map(({ name, code, output }) =>
      wrong('process ended by itself', `${name}, code ${code ?? 'none'}: ${output.slice(-600)}`),
    );
}
