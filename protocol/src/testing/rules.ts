const hostOnly = 'it binds the host; the suite is one';
const beingBuilt = 'not yet observed: incremental streams are being built';

/**
 * Rules of docs/PROTOCOL.md that no clause observes, each with the reason. A test holds that every other rule has a
 * clause, and that none of these has.
 */
export const unobservedRules: Readonly<Record<string, string>> = {
  'BATCH-5': hostOnly,
  'LIFE-6': `${hostOnly}: a source without the capability is not asked to plan`,
  'LIFE-7': `${hostOnly}; what a connector says of connections is a MAY`,
  'ARROW-5': 'a value that its column’s type does not hold can’t be made to stand in a system from outside',
  'PLAN-5': 'it says SHOULD only',
  'PLAN-6': 'it says SHOULD only',
  'PLAN-7': hostOnly,
  'STOP-4': hostOnly,
  'ERROR-2': 'what a connector did not foresee can’t be provoked from outside',
  'POSITION-1': beingBuilt,
  'POSITION-2': beingBuilt,
  'POSITION-3': beingBuilt,
  'POSITION-4': beingBuilt,
  'POSITION-5': beingBuilt,
  'POSITION-6': beingBuilt,
  'LOAD-1': beingBuilt,
};
