const hostOnly = 'it binds the host; the suite is one';

/**
 * Rules of docs/PROTOCOL.md that no clause observes, each with the reason. A test holds that every other rule has a
 * clause, and that none of these has.
 */
export const unobservedRules: Readonly<Record<string, string>> = {
  'BATCH-5': hostOnly,
  'LIFE-7': `${hostOnly}; what a connector says of connections is a MAY`,
  'FRAME-9': 'nothing asks a connector for so much, and that it refuses it is a MAY',
  'ARROW-5': 'a value that its column’s type does not hold can’t be made to stand in a system from outside',
  'PLAN-5': 'it says SHOULD only',
  'PLAN-6': 'it says SHOULD only',
  'PLAN-7': hostOnly,
  'STOP-4': hostOnly,
  'ERROR-2': 'what a connector did not foresee can’t be provoked from outside',
  'START-1': hostOnly,
  'START-4': 'what an executable is called says nothing of what it does',
  'TYPE-1': 'which values a column can have, its system knows; what comes is checked against its schema',
  'DISCOVER-2': 'it says what a number means',
  'LOAD-8': hostOnly,
};
