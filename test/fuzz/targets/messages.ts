import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import { ConnectorError } from '@rapidbyte/connector';
import { connectorMessage, hostMessage } from '../../../protocol/src/wire/decode/message.ts';
import { connectorFrame, hostFrame } from '../../../protocol/src/wire/encode/message.ts';
import { fromConnector, fromHost } from '../../../protocol/src/wire/fixtures/messages.ts';
import { changeMessage } from '../protobuf.ts';
import { type FuzzTarget, orRefused } from '../target.ts';

/** What the host reads: a message that is taken is the same after it was written and read again. */
export const connectorMessages: FuzzTarget = {
  name: 'connector-messages',
  seeds: () => Object.values(fromConnector).map((message) => connectorFrame(message).subarray(4)),
  mutate: changeMessage,
  run: (input) => {
    const message = orRefused(ConnectorError, () => connectorMessage(input));
    if (message === undefined) return false;
    assert.ok(
      isDeepStrictEqual(connectorMessage(connectorFrame(message).subarray(4)), message),
      'not the same once more',
    );
    return true;
  },
};

/** What a connector reads. */
export const hostMessages: FuzzTarget = {
  name: 'host-messages',
  seeds: () => Object.values(fromHost).map((message) => hostFrame(message).subarray(4)),
  mutate: changeMessage,
  run: (input) => {
    const message = orRefused(ConnectorError, () => hostMessage(input));
    if (message === undefined) return false;
    assert.ok(isDeepStrictEqual(hostMessage(hostFrame(message).subarray(4)), message), 'not the same once more');
    return true;
  },
};
