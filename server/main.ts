import { NotUsable } from './check-at-start.ts';
import { loadConfig, readEnvironment, withPort } from './config.ts';
import type { ConfigFault } from './config.ts';
import { createRuntime } from './create-runtime.ts';
import { refuseUnknownFailpoint } from './failpoint.ts';
import { ProgramError } from './program-file.ts';
import type { Runtime } from './runtime.ts';
import { createServices } from './services.ts';
import { StoreUnavailable, UnfinishedRestore } from './store/errors.ts';
import type { Services } from './services.ts';
import { ensureOwner } from './usecases/staff.ts';
import { welcomeText } from './welcome.ts';

/**
 * How long stopping may take before the process ends regardless: longer than a send and its record ever last.
 * Whatever is in hand then is as after a crash.
 */
const stopMaxMs = 28_000;

/** Balancers ask every few seconds. */
const noticeMs = 5000;

const say = (text: string) => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);

function describeFaults(faults: readonly ConfigFault[]): string {
  const list = faults.map(({ name, problem, cure }) => `  ${name} ${problem}.\n      ${cure}`).join('\n');
  return `Vafa cannot start: ${faults.length} of its settings ${faults.length === 1 ? 'is' : 'are'} wrong.\n${list}`;
}

async function main(): Promise<void> {
  refuseUnknownFailpoint(complain);
  const loaded = loadConfig(readEnvironment());
  if (!loaded.ok) {
    complain(describeFaults(loaded.faults));
    process.exitCode = 1;
    return;
  }
  const runtime = await createRuntime(loaded.config);
  const services = createServices(runtime);
  await services.start();
  // Last, and shown at once: a password that is made and not shown would be lost for good.
  const owner = runtime.config.roles.has('web') ? await ensureOwner(runtime) : undefined;
  const config = withPort(loaded.config, services.port() ?? loaded.config.port);
  // Before anybody is told that it serves: whoever has waited for that may stop it at once.
  stopOnSignals(runtime, services);
  say(welcomeText(config, { club: runtime.club.program.name, owner }));
}

/** Only who serves people is asked for by a balancer; beside one process and its file there is nobody to turn to. */
function isBalanced({ config }: Runtime): boolean {
  return config.roles.has('web') && config.databaseUrl.startsWith('mysql:');
}

function stopOnSignals(runtime: Runtime, services: Services): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    runtime.log.info({ signal }, 'stopping');
    setTimeout(() => {
      runtime.log.error('what was in hand did not end in time');
      process.exit(1);
    }, stopMaxMs).unref();
    services
      .stop({ noticeMs: signal === 'SIGTERM' && isBalanced(runtime) ? noticeMs : 0 })
      .then(() => runtime.store.close())
      .then(() => runtime.log.info('stopped'))
      .catch((error: unknown) => {
        runtime.log.error({ err: error }, 'stopping failed');
        process.exitCode = 1;
      });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  // What the person at the terminal can mend is a sentence; everything else is ours and comes with its stack.
  const expected =
    error instanceof ProgramError ||
    error instanceof NotUsable ||
    error instanceof StoreUnavailable ||
    error instanceof UnfinishedRestore ||
    cannotListen(error);
  complain(expected ? describeExpected(error) : String(error instanceof Error ? error.stack : error));
  process.exit(1);
});

const listenFaults = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN']);

function cannotListen(error: unknown): boolean {
  return error instanceof Error && 'code' in error && listenFaults.has(String(error.code));
}

function describeExpected(error: unknown): string {
  if (error instanceof ProgramError || error instanceof NotUsable) return error.message;
  if (error instanceof StoreUnavailable) {
    return `Vafa cannot start: ${error.message}.\nLook at DATABASE_URL, at the rights on the database and its folder, and at the space left on the disk.`;
  }
  return `${String(error)}\nThe port is in use or not allowed, or HOST is no address of this machine: set PORT or HOST to another one.`;
}
