import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeKavenegar } from '../../server/testing/fake-kavenegar.ts';
import type { FakeTelegram } from '../../server/testing/fake-telegram.ts';
import { middayZone } from '../../server/testing/walk-stage.ts';

export interface SettingsParts {
  readonly folder: string;
  readonly sms: FakeKavenegar;
  readonly chat: FakeTelegram;
  /** The port of the process that the bot's service calls. */
  readonly webPort: number;
}

export const botToken = '4242:the-token-of-the-drills-bot';
export const joiningGift = 20;
export const birthdayGift = 30;
export const rialPerPoint = 100_000;

/** What all processes of the club are told, but for the database, Redis, port and role. */
export function clubSettings({ folder, sms, chat, webPort }: SettingsParts) {
  const programFile = join(folder, 'program.json');
  writeFileSync(programFile, JSON.stringify(program(new Date())));
  return {
    ...{
      DATA_DIR: folder,
      PROGRAM_FILE: programFile,
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      SIMULATOR: 'off',
    },
    ...{ CHANNEL_SECRET: randomBytes(16).toString('hex'), SESSION_SECRET: randomBytes(16).toString('hex') },
    ...{ KAVENEGAR_API_KEY: sms.apiKey, KAVENEGAR_BASE_URL: sms.url, KAVENEGAR_SENDER: '10004346' },
    ...{ TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_API_ROOT: chat.apiRoot, TELEGRAM_MODE: 'webhook' },
    PUBLIC_URL: `http://127.0.0.1:${webPort}`,
  } as const;
}

/** A program in whose time zone it is about noon: promotional messages go out, and the jobs of the day are due. */
function program(now: Date) {
  const timeZone = middayZone(now);
  const expires = { after: { months: 12 } };
  return {
    ...{ code: 'drill', name: 'باشگاه نمونه', language: 'fa', timeZone, calendar: 'persian' },
    rules: [
      {
        id: 'joining',
        name: 'هدیه عضویت',
        on: 'joining',
        give: { unit: 'points', fixed: joiningGift },
        expires,
      },
      {
        ...{ id: 'by-amount', name: 'امتیاز خرید', on: 'purchase', expires },
        give: { unit: 'points', give: 1, per: rialPerPoint },
      },
      {
        ...{ id: 'birthday', name: 'هدیه تولد', on: 'birthday', expires },
        give: { unit: 'points', fixed: birthdayGift },
      },
    ],
    rewards: [],
    nudge: { afterDays: 30 },
    quietHours: { from: '21:00', to: '09:00' },
  };
}
