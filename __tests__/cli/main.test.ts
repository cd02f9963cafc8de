import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/cli/commands.ts';
import { startWorkplace, type Workplace } from './terminal.ts';

let place: Workplace;
beforeEach(() => {
  place = startWorkplace();
});
afterEach(() => place.end());

test('without a command it shows them all, as a mistake; with --help as a result', async () => {
  const none = await place.run();
  const help = await place.run('--help');
  expect(none.code).toBe(2);
  expect(help).toEqual({ code: 0, stdout: none.stdout, stderr: '' });
  for (const { name, summary } of COMMANDS) expect(help.stdout).toMatch(new RegExp(`${name} +${summary}`));
});

test.each(COMMANDS.map((command) => [command.name, command] as const))(
  '`%s --help` names every option and stays within the terminal',
  async (name, { groups }) => {
    const { code, stdout, stderr } = await place.run(...name.split(' '), '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { options } of groups) for (const option of options) expect(stdout).toContain(`--${option.name}`);
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(await place.run('help', ...name.split(' '))).toEqual({ code: 0, stdout, stderr: '' });
  },
);

test('an unknown command is a mistake', async () => {
  expect(await place.run('rback')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'deploy-as knows no command "rback"\n`deploy-as --help` lists all.\n',
  });
});

test('every mistake in the command line is told at once, with what to write instead', async () => {
  const { code, stdout, stderr } = await place.run(
    'rbac',
    '--manifest',
    'deploy',
    '--planner=yes',
    '--as',
    '--mode',
    'constrained',
    '--ci-user',
    '',
    '--namespace',
    'a',
    '--namespace',
    'b',
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('--manifest: `deploy-as rbac` has no such option\nDid you mean `--manifests`?');
  expect(stderr).toContain('--planner: it takes no value');
  expect(stderr).toContain('--as: its value is missing: `--mode` looks like the next option');
  expect(stderr).toContain('--ci-user: its value is empty, as of a variable that is not set');
  expect(stderr).toContain('--namespace: it is given twice');
});

test('an output that does not exist is a mistake', async () => {
  expect(await place.run('rbac', 'lint', 'x.yaml', '--output', 'xml')).toMatchObject({ code: 2, stdout: '' });
});
