import type { Config } from './config.ts';
import { isPrivateServer, trialPath } from './http/staff/trial.ts';

export interface Welcome {
  readonly club: string;
  /** The log-in of the first owner, the only time it is known. */
  readonly owner: { readonly login: string; readonly password: string } | undefined;
  /** Whether a person reads it. What is not a terminal may be a journal that is kept and read by others. */
  readonly isTerminal?: boolean;
}

/**
 * What a person who starts the server sees: where to look, and what to give the providers. The addresses that are
 * keys at once are shown where a person reads along, and at the first start wherever it goes.
 */
export function welcomeText(
  config: Config,
  { club, owner, isTerminal = process.stdout.isTTY }: Welcome,
): string {
  const { publicUrl, simulator, roles } = config;
  if (!roles.has('web')) return workingText(config, club);
  const showsKeys = isTerminal || owner !== undefined;
  return [
    '',
    `Vafa serves ${club}.`,
    '',
    ...table([
      ['counter', `${publicUrl}/counter`],
      ...(simulator
        ? [['simulator', showsKeys ? simulatorUrl(config) : `${publicUrl}/simulator`] as const]
        : []),
    ]),
    ...(owner ? ownerLines(owner) : []),
    '',
    ...(showsKeys
      ? [
          'Addresses to give to the providers (whoever knows them can speak in their name):',
          ...table(webhooks(config)),
        ]
      : ['The addresses to give to the providers are shown by ./scripts/vafa addresses']),
    '',
    ...channelLines(config),
    'Stop with Ctrl+C.',
    '',
  ].join('\n');
}

/** A process that serves no people has only its probes to show. */
function workingText({ host, port, roles }: Config, club: string): string {
  const at = new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;
  return [
    '',
    `Vafa works for ${club}: ${[...roles].join(', ')}.`,
    '',
    ...table([['probes', `${at}/livez, /readyz, /metrics`]]),
    '',
    'Stop with Ctrl+C.',
    '',
  ].join('\n');
}

type Line = readonly [name: string, value: string];

/** Every address that is a key at once: whoever has it may do what it is for. */
export function secretAddresses(config: Config): readonly Line[] {
  return [...(config.simulator ? [['simulator', simulatorUrl(config)] as const] : []), ...webhooks(config)];
}

/** Opens with one click where nobody but this machine is meant to come; elsewhere after a log-in. */
function simulatorUrl(config: Config): string {
  return config.publicUrl + (isPrivateServer(config) ? trialPath(config) : '/simulator');
}

function webhooks({ publicUrl, channelSecret, telegram }: Config): Line[] {
  const at = (channel: string, rest = '') => `${publicUrl}/channels/${channel}/${channelSecret}${rest}`;
  return [
    ['Kavenegar, messages in', at('kavenegar', '/inbound')],
    ['Kavenegar, delivery', at('kavenegar', '/status')],
    ["USSD, Africa's Talking form", at('ussd', '/africastalking')],
    ['USSD, iNoti form', at('ussd', '/inoti')],
    ...(telegram?.mode === 'webhook' ? [['Telegram (set by itself)', at('telegram')] as const] : []),
  ];
}

function ownerLines({ login, password }: { login: string; password: string }): string[] {
  return [
    '',
    'The log-in of the owner, shown this once:',
    ...table([
      ['login', login],
      ['password', password],
    ]),
  ];
}

/** What the simulator stands in for, so that nobody takes a trial for the real thing. */
function channelLines({ kavenegar, telegram, bale, simulator }: Config): string[] {
  const missing = [
    ...(kavenegar ? [] : ['SMS (KAVENEGAR_API_KEY is not set)']),
    ...(telegram ? [] : ['Telegram (TELEGRAM_BOT_TOKEN is not set)']),
  ];
  const bots = [...(telegram ? ['Telegram'] : []), ...(bale ? ['Bale'] : [])];
  return [
    ...(bots.length > 0 ? [`Bots: ${bots.join(', ')}.`] : []),
    ...(missing.length > 0 && simulator ? [`The simulator stands in for ${missing.join(' and ')}.`] : []),
    ...(missing.length > 0 && !simulator ? [`Not set up: ${missing.join(', ')}.`] : []),
  ];
}

function table(lines: readonly Line[]): string[] {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}
