import { expect } from 'chai';
import { DatabaseError, UniqueConstraintError } from 'sequelize';
import { StoreUnavailable, UniqueViolation } from './errors.ts';
import { translate } from './mysql-errors.ts';

type Fault = Partial<Record<'code', string> & Record<'errno', number>>;

const thrown = (fault: Fault) => Object.assign(new Error('as the driver says it'), fault, { sql: '' });

/** As it comes through a query, and as it comes while a transaction is begun. */
const both = (fault: Fault) => [new DatabaseError(thrown(fault)), thrown(fault)];

describe('what MySQL, MariaDB and their driver throw', () => {
  const transient: Readonly<Record<string, readonly Fault[]>> = {
    deadlock: [{ errno: 1213, code: 'ER_LOCK_DEADLOCK' }],
    'lock-wait': [{ errno: 1205, code: 'ER_LOCK_WAIT_TIMEOUT' }],
    changed: [{ errno: 1020, code: 'ER_CHECKREAD' }],
    connection: [
      { errno: 1927, code: 'ER_CONNECTION_KILLED' },
      { errno: 1053, code: 'ER_SERVER_SHUTDOWN' },
      { errno: 4031, code: 'ER_CLIENT_INTERACTION_TIMEOUT' },
      { errno: 1158, code: 'ER_NET_READ_ERROR' },
      { errno: 1159, code: 'ER_NET_READ_INTERRUPTED' },
      { errno: 1160, code: 'ER_NET_ERROR_ON_WRITE' },
      { errno: 1161, code: 'ER_NET_WRITE_INTERRUPTED' },
      { code: 'PROTOCOL_UNEXPECTED_PACKET' },
      { code: 'PROTOCOL_ERROR' },
      { code: 'PROTOCOL_CONNECTION_LOST' },
      { code: 'PROTOCOL_SEQUENCE_TIMEOUT' },
      { code: 'PROTOCOL_PACKETS_OUT_OF_ORDER' },
      ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'].map((code) => ({ code })),
    ],
  };

  for (const [reason, faults] of Object.entries(transient)) {
    for (const fault of faults) {
      it(`${fault.code ?? ''} ${fault.errno ?? ''}: the transaction is repeated, for ${reason}`, () => {
        for (const error of both(fault)) {
          expect(translate(error))
            .to.be.instanceOf(StoreUnavailable)
            .and.include({ transient: true, reason });
        }
      });
    }
  }

  it('a connection that was closed, which is said in words alone, is lost', () => {
    for (const text of ["Can't add new command when connection is in closed state", 'Connection lost: ...']) {
      expect(translate(new Error(text))).to.include({ transient: true, reason: 'connection' });
    }
  });

  it('what waiting alone can help against is not repeated', () => {
    for (const errno of [1021, 1040, 1114, 1290, 1836, 1044, 1142]) {
      const error = translate(new DatabaseError(thrown({ errno })));
      expect(error, String(errno)).to.be.instanceOf(StoreUnavailable).and.include({ transient: false });
    }
  });

  it('a row that is there already is no fault of the database', () => {
    expect(translate(new UniqueConstraintError({}))).to.be.instanceOf(UniqueViolation);
  });

  it('what it does not know passes as it is', () => {
    const error = thrown({ errno: 1064 });
    expect(translate(error)).to.equal(error);
  });
});
