/**
 * Runs the database tests against PostgreSQL in containers, with vitest's arguments passed on. Needs a Docker engine; the
 * image is `postgres:18` or what RAPIDBYTE_TEST_POSTGRES_IMAGE names, else one made from npm's binaries.
 */
import { dockerAnswers } from '../test/support/postgres/docker-engine.ts';

if (await dockerAnswers()) {
  process.env['RAPIDBYTE_TEST_SERVERS'] = 'containers';
  process.argv.push('--project', 'postgres');
  await import('./test.ts');
} else {
  console.error(
    'No Docker engine answers. Start one, or point DOCKER_HOST at its socket (unix:///path/docker.sock). ' +
      'Without an engine, "npm test" runs the same tests against npm\'s PostgreSQL.',
  );
  process.exitCode = 1;
}
