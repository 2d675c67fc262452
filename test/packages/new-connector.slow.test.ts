import { describeNewConnector } from './generated-project.ts';

describeNewConnector({
  role: 'source',
  package: 'rapidbyte-source-weather',
  bins: ['rapidbyte-source-weather'],
  roles: ['source'],
  rows: 2,
});

describeNewConnector({
  role: 'destination',
  package: 'rapidbyte-dest-weather',
  bins: ['rapidbyte-dest-weather'],
  roles: ['destination'],
  rows: 1000,
});

describeNewConnector({
  role: 'both',
  package: 'rapidbyte-connector-weather',
  bins: ['rapidbyte-source-weather', 'rapidbyte-dest-weather'],
  roles: ['source', 'destination'],
  rows: 2,
});
