import { expect } from 'chai';
import { smsParts } from '../../channels/sms-parts.ts';
import { catalogue } from '../../templates/catalogue.ts';
import type { TemplateName } from '../../templates/render.ts';
import { auditLedger } from './audit-ledger.ts';
import type { FakeMessage } from './fake-kavenegar-service.ts';
import type { LiveClub } from './live-club.ts';
import { messageById, outbox } from './messages.ts';

/** Closes a club at the end of its tests, once what must hold whatever happened in it has been looked at. */
export async function auditAndClose(club: LiveClub, expectedErrors: readonly string[] = []): Promise<void> {
  try {
    await audit(club, expectedErrors);
  } finally {
    await club.close();
  }
}

async function audit(club: LiveClub, expectedErrors: readonly string[]): Promise<void> {
  for (const message of club.sms.messages) await auditSms(club, message);
  const localIds = club.sms.messages.map(({ localid }) => localid);
  expect(new Set(localIds).size, 'each message went out once').to.equal(localIds.length);
  expect(await neverSent(club), 'what counts as sent was sent').to.deep.equal([]);
  await auditLedger(club.runtime);
  auditLog(club, expectedErrors);
}

/** The text is the one of the outbox, fits its budget, and ends in «لغو۱۱» where, and only where, it has to. */
async function auditSms({ runtime }: LiveClub, { localid, receptor, text }: FakeMessage): Promise<void> {
  const row = await messageById(runtime, Number(localid));
  expect(row).to.include({ channel: 'sms', address: receptor.replace(/^0/, '+98'), body: text });
  const template = catalogue[row.template as TemplateName];
  expect(row.class, row.template).to.equal(template.class);
  expect(smsParts(text).parts, text).to.be.at.most(template.partsMax);
  if (template.class === 'answer') expect(text).not.to.include('لغو');
  else expect(text).to.match(/[^\n]\nلغو۱۱$/);
}

/** Rows that say their message is out, without one at the provider. */
async function neverSent({ runtime, sms }: LiveClub): Promise<number[]> {
  const taken = new Set(sms.messages.map(({ localid }) => Number(localid)));
  const rows = (await outbox(runtime)).filter(({ channel }) => channel === 'sms');
  return rows
    .filter(({ state, id }) => ['wired', 'delivered'].includes(state) && !taken.has(id))
    .map(({ id }) => id);
}

/** A healthy system logs no errors, and no log has a whole number or a secret in it. */
function auditLog(club: LiveClub, expected: readonly string[]): void {
  const errors = club.lines().filter(({ level }) => level === 'error' || level === 'fatal');
  expect(errors.filter(({ msg }) => !expected.includes(String(msg)))).to.deep.equal([]);
  const log = JSON.stringify(club.lines());
  const { channelSecret } = club.runtime.config;
  for (const secret of [club.sms.apiKey, channelSecret]) expect(log.includes(secret)).to.equal(false);
  for (const { receptor } of club.sms.messages) expect(log).not.to.include(receptor.slice(1));
}
