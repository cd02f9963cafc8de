import process from 'node:process';

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
export type CommandName = 'error' | 'warning' | 'notice' | 'debug' | 'group' | 'endgroup' | 'add-mask';

/** Properties without a value are left out. */
export type CommandProperties = Readonly<Record<string, string | number | undefined>>;

/**
 * A workflow command as one line, without its line break: `::error file=deploy/web.yaml,line=12::message`.
 * Nothing in a property or the message can end the command or begin another.
 */
export function workflowCommand(name: CommandName, properties: CommandProperties = {}, message = ''): string {
  const pairs = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${name}${pairs === '' ? '' : ` ${pairs}`}::${escapeData(message)}`;
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** What the runner makes of the message of a command. */
export function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * An entry for the files GITHUB_OUTPUT, GITHUB_ENV and GITHUB_STATE, to be appended. The delimiter is a new one each
 * time and never part of the value, so that no value can end early and set something else.
 * @throws where `key` is no name, or the value holds the delimiter.
 */
export function fileEntry(key: string, value: string, delimiter = newDelimiter(value)): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) throw new Error(`${JSON.stringify(key)} is no name of an output or variable`);
  if (value.includes(delimiter)) throw new Error(`the value of ${key} holds its own delimiter`);
  return `${key}<<${delimiter}\n${value}\n${delimiter}\n`;
}

/**
 * A line for the file GITHUB_PATH, to be appended.
 * @throws where `folder` would be read as several.
 */
export function pathEntry(folder: string): string {
  if (folder === '' || /[\r\n]/.test(folder)) throw new Error(`${JSON.stringify(folder)} cannot be added to PATH`);
  return `${folder}\n`;
}

/** Without node:crypto, which costs a tenth of the time that it takes to refuse bad inputs. */
function newDelimiter(value: string): string {
  const delimiter = `deploy_as_${process.hrtime.bigint().toString(36)}`;
  return value.includes(delimiter) ? newDelimiter(value) : delimiter;
}
