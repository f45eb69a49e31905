import { setTimeout as sleep } from 'node:timers/promises';
import { breakJob } from './break-job.ts';
import { checkChats, unknownChats } from './checks/check-chats.ts';
import { checkExpected } from './checks/check-expected.ts';
import { checkInbound } from './checks/check-inbound.ts';
import { checkJobs } from './checks/check-jobs.ts';
import { checkPoints } from './checks/check-points.ts';
import { checkSms } from './checks/check-sms.ts';
import { readOutbox, wrong } from './checks/evidence.ts';
import type { Evidence, Violation } from './checks/evidence.ts';
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
/** Leases are left to lapse in a drill that lasts so long. */
const waitsForLeasesFromSeconds = 120;
const progressMs = 5000;

/** Plays one drill from beginning to end. Everything it starts ends with it, and `undoing` ends it before that. */
export async function runDrill(options: DrillOptions, undoing: Undoing): Promise<DrillResult> {
  const startedAt = Date.now();
  const { seed, seconds, keep = false } = options;
  const random = createRandom(`drill ${seed}`);
  const stage = await setStage(random, undoing);
  try {
    const played = await play(stage, random, options);
    const evidence = await gather(stage, played);
    const violations = [...(await check(evidence)), ...checkEndings(stage)];
    if (keep || violations.length > 0) stage.keepFolder();
    await undoAll(undoing);
    const tookSeconds = Math.round((Date.now() - startedAt) / 1000);
    const figures = {
      seed,
      seconds,
      ...figuresOf(stage, played),
      ...{ chatsUnknown: unknownChats(evidence), jobBrokenOff: played.jobBrokenOff },
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

function figuresOf({ club, databaseProxy, sms }: Stage, { oracle, repeats, counts }: Played) {
  return {
    ...{ operations: oracle.operations, ...faultFigures(counts) },
    terminations: club.all.flatMap((one) => one.endings()).filter(({ told }) => told).length,
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
  /** Senders that were ended to void their leases. */
  readonly sendersEnded: number;
  readonly jobBrokenOff: boolean;
}

async function play(stage: Stage, random: Random, { seconds, say }: DrillOptions): Promise<Played> {
  const { byRole, webs } = stage.club;
  const first = [...byRole.web, ...byRole.worker];
  for (const one of first) one.start();
  await untilReady(first, webs);
  await untilHooked(stage);
  // The jobs of the day are due at once: they run while things go wrong.
  for (const one of byRole.scheduler) one.start();
  const over = new AbortController();
  const load = loadOf(stage, random, over.signal);
  const { oracle, repeats } = load;
  const counts: FaultCounts = new Map();
  const reports = startReports({ ...load, messages: stage.sms.messages, random: random.fork('reports') });
  const progress = tellProgress(stage, { oracle, counts, say });
  const plan = planMayhem(random.fork('mayhem'), seconds * 1000);
  const until = Date.now() + seconds * 1000;
  const mayhem = runMayhem(stage, plan, { until, counts });
  const breaking = breakJob(stage, { random: random.fork('job'), until, counts });
  const answered = await runLoad(load, random.fork('load'), until);
  await mayhem;
  const jobBrokenOff = await breaking;
  mend(stage);
  say('everything is mended; what was asked is waited for');
  const limit = setTimeout(() => over.abort(), answersMaxMs);
  await answered.all;
  clearTimeout(limit);
  const waitsForLeases = seconds >= waitsForLeasesFromSeconds;
  const { store } = stage.runtime;
  const sendersEnded = await untilQuiet(stage, { store, reports, waitsForLeases, say });
  over.abort();
  clearInterval(progress);
  return { oracle, repeats, counts, sendersEnded, jobBrokenOff };
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

/** What there is once nobody writes any more. */
async function gather(stage: Stage, played: Played): Promise<Evidence> {
  const { club, runtime, sms, chat, celebrants } = stage;
  await Promise.all(club.all.map((one) => one.end()));
  const { store } = runtime;
  const outbox = await patiently(() => readOutbox(store));
  const chatRequests = chat.requests.filter(({ method }) => method.toLowerCase() === 'sendmessage');
  return {
    ...{ store, oracle: played.oracle, outbox, sms: sms.messages, chats: chat.sent, chatRequests },
    ...{ celebrants, interruptions: interruptionsOf(stage, played) },
  };
}

const interrupting = new Set([
  ...['kill-worker', 'stop-worker', 'kill-mariadb', 'stop-mariadb', 'reset-database'],
]);

/** Whoever is told to end first ends what is in hand. */
function interruptionsOf({ databaseProxy }: Stage, { counts, sendersEnded }: Played): number {
  const faults = [...counts].reduce((sum, [name, count]) => sum + (interrupting.has(name) ? count : 0), 0);
  return faults + databaseProxy.commitsCut() + sendersEnded;
}

async function check(evidence: Evidence): Promise<Violation[]> {
  const { oracle } = evidence;
  return [
    ...oracle.refused.map((what) => wrong('refused or not answered', what)),
    ...(await checkPoints(evidence)),
    ...checkExpected(evidence),
    ...checkSms(evidence),
    ...checkChats(evidence),
    ...(await checkInbound(evidence)),
    ...(await checkJobs(evidence)),
  ];
}

/** A process may find no database when it starts; one that runs must stand everything, and end when it is told to. */
function checkEndings({ club }: Stage): Violation[] {
  return club.all
    .flatMap((one) => one.endings())
    .filter(({ output }) => !output.includes('Vafa cannot start'))
    .filter(({ told, code }) => !told || code !== 0)
    .map(({ name, told, code, output }) => {
      const kind = told ? 'process did not end in order when told to' : 'process ended by itself';
      const how = code === undefined ? 'had to be killed' : `code ${code ?? 'none'}`;
      return wrong(kind, `${name}, ${how}: ${output.slice(-600)}`);
    });
}
