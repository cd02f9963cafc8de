import { expect, test } from '@jest/globals';
import { runnerLog } from '../../src/action/log.ts';
import { workflowCommand } from '../../src/action/workflow-commands.ts';
import { Secrets } from '../../src/secret.ts';

function recording(options = { debug: false }) {
  const written: string[] = [];
  const secrets = new Secrets((form) => written.push(`${workflowCommand('add-mask', {}, form)}\n`));
  return { written, secrets, log: runnerLog((text) => written.push(text), secrets, options) };
}

test('what a tool or a cluster says cannot speak to the runner', () => {
  const { log, written } = recording();
  log.info('::set-output name=x::y\n  ::error::no\n##[command]no\nfine ##[error]no\nhidden\r::add-mask::no');
  expect(written.join('').split(/\r\n|\r|\n/)).toEqual([
    '| ::set-output name=x::y',
    '|   ::error::no',
    '# #[command]no',
    'fine # #[error]no',
    'hidden',
    '| ::add-mask::no',
    '',
  ]);
});

test('what a script says does, as in any `run:` step', () => {
  const { log, written } = recording();
  log.script('::group::mine');
  log.script('::warning file=a.sh::careful');
  expect(written).toEqual(['::group::mine\n', '::warning file=a.sh::careful\n']);
});

test("what a script masks is masked for the runner and in our own texts, and isn't printed", () => {
  const { log, written, secrets } = recording();
  log.script('::add-mask::a 100%25 hidden word');
  expect(written.filter((text) => !text.startsWith('::add-mask::'))).toEqual([]);
  expect(written).toContain('::add-mask::a 100%25 hidden word\n');
  expect(secrets.redact('it was a 100% hidden word')).toBe('it was ***');
});

test('every line is redacted, groups and script output too', async () => {
  const { log, written, secrets } = recording();
  secrets.register('swordfish');
  written.length = 0;
  log.info('the word is swordfish');
  log.script('echo swordfish');
  await log.group('deploy swordfish', async () => log.info('inside'));
  expect(written).toEqual(['the word is ***\n', 'echo ***\n', '::group::deploy ***\n', 'inside\n', '::endgroup::\n']);
});

test('a group ends even where its work fails', async () => {
  const { log, written } = recording();
  await expect(log.group('g', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(written.at(-1)).toBe('::endgroup::\n');
});

test('debug lines are there only with debug logging', () => {
  const quiet = recording();
  quiet.log.debug('x');
  expect(quiet.written).toEqual([]);
  const loud = recording({ debug: true });
  loud.log.debug('x');
  expect(loud.written).toEqual(['x\n']);
});
