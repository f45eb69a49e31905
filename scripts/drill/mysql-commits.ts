const comQuery = 0x03;
const headerBytes = 4;
/** A COMMIT is short; of longer packets no more than their length is looked at. */
const commitBytesMax = 32;

/**
 * Watches what a client sends to MySQL or MariaDB and answers whether a COMMIT ends within the bytes given. Packets
 * are cut where TCP cuts them, so what is not complete is kept for the next call.
 */
export function createCommitScanner(): (chunk: Buffer) => boolean {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let seen = false;
    while (rest.length >= headerBytes) {
      const end = headerBytes + rest.readUIntLE(0, 3);
      if (rest.length < end) break;
      seen ||= isCommit(rest.subarray(headerBytes, end));
      rest = rest.subarray(end);
    }
    return seen;
  };
}

function isCommit(payload: Buffer): boolean {
  if (payload[0] !== comQuery || payload.length > commitBytesMax) return false;
  return /^\s*commit\s*;?\s*$/i.test(payload.subarray(1).toString('latin1'));
}
