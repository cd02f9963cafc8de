import type { LogLine } from './binaries.ts';
import { type Component, type ComponentSpec, startComponent } from './component.ts';
import type { Watchdog } from './watchdog.ts';

/** Somebody else took a port between its choice and its use. */
export class PortTaken extends Error {}

/** The processes, in the order that they were started in. They are ended in the opposite one. */
export class Running {
  readonly #components: Component[] = [];
  readonly #log: LogLine;
  readonly #watchdog: Watchdog;
  readonly #signal: AbortSignal | undefined;
  #stopping = false;

  constructor(log: LogLine, watchdog: Watchdog, signal: AbortSignal | undefined) {
    this.#log = log;
    this.#watchdog = watchdog;
    this.#signal = signal;
  }

  get pids(): Record<string, number> {
    return Object.fromEntries(this.#components.map(({ name, pid }) => [name, pid]));
  }

  async start(spec: ComponentSpec): Promise<Component> {
    this.#signal?.throwIfAborted();
    const component = await startComponent(spec);
    this.#watchdog.watch(component.pid);
    const before = this.#components.findIndex(({ name }) => name === spec.name);
    if (before === -1) this.#components.push(component);
    else this.#components[before] = component;
    void component.exit.then(() => this.#onExit(component));
    return component;
  }

  /** Polls until `probe` says yes, and fails when a component ends before. */
  async until(what: string, probe: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (!(await probe().catch(() => false))) {
      this.#signal?.throwIfAborted();
      for (const component of this.#components) await failIfEnded(component);
      if (Date.now() > deadline) throw new Error(`Waited 60 s in vain for ${what}\n${await this.#tails()}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async stopOne(name: string): Promise<void> {
    const component = this.#components.find((candidate) => candidate.name === name);
    if (component === undefined) return;
    stopped.add(component);
    await component.stop();
  }

  /** One after the other: an API server whose etcd has gone hangs for minutes. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const component of this.#components.toReversed()) await component.stop();
  }

  async #onExit(component: Component): Promise<void> {
    if (this.#stopping || stopped.has(component)) return;
    const tail = await component.logTail().catch(() => '');
    this.#log(`${component.name} ended by itself (${component.ended()}):\n${tail}`);
  }

  async #tails(): Promise<string> {
    const tails = this.#components.map(async (component) => `--- ${component.name}\n${await component.logTail()}`);
    return (await Promise.all(tails)).join('\n');
  }
}

/** Those that were stopped on purpose. */
const stopped = new WeakSet<Component>();

async function failIfEnded(component: Component): Promise<void> {
  const ended = component.ended();
  if (ended === undefined || stopped.has(component)) return;
  const tail = await component.logTail();
  const message = `${component.name} ended while the control plane started (${ended}):\n${tail}`;
  throw /address already in use/.test(tail) ? new PortTaken(message) : new Error(message);
}
