import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { rejection } from '../testing/rejection.ts';
import { readHistoryFile } from './read-history-file.ts';

describe('a file of events', () => {
  it('that cannot be read is told of, and not taken for an empty one', async () => {
    const directory = { phoneOf: () => undefined } as unknown as Parameters<typeof readHistoryFile>[1];
    const first = readHistoryFile(tmpdir(), directory).next();
    expect((await rejection(first)).message).to.include('EISDIR');
  });
});
