import { createHash } from 'node:crypto';
import { hasLogin, type Login, startLoopbackServer } from './loopback-server.ts';

export interface RepositoryChart {
  readonly name: string;
  readonly version: string;
  readonly content: Buffer;
  /** Where the index says that the package is, when not in the repository itself. */
  readonly url?: string;
}

export interface ChartRepositoryOptions {
  readonly charts: readonly RepositoryChart[];
  /** Who may read. Default: everybody. */
  readonly login?: Login;
  /** Statuses that the next requests get before any right answer. */
  readonly failures?: readonly number[];
}

export interface ChartRepository {
  readonly url: string;
  /** `GET /index.yaml`, with ` as <authorization>` where one was sent; in their order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** A helm chart repository on loopback, over plain HTTP. https://helm.sh/docs/topics/chart_repository/ */
export async function startChartRepository(options: ChartRepositoryOptions): Promise<ChartRepository> {
  const requests: string[] = [];
  const failures = [...(options.failures ?? [])];
  const server = await startLoopbackServer((request, response) => {
    const { authorization } = request.headers;
    requests.push(`${request.method} ${request.url}${authorization === undefined ? '' : ` as ${authorization}`}`);
    const failure = failures.shift();
    if (failure !== undefined) {
      response.writeHead(failure).end();
      return;
    }
    if (options.login !== undefined && !hasLogin(request, options.login)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="charts"' }).end();
      return;
    }
    const content = contentOf(options.charts, request.url ?? '/');
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
  return { url: `http://${server.host}`, requests, close: server.close };
}

function contentOf(charts: readonly RepositoryChart[], path: string): string | Buffer | undefined {
  if (path === '/index.yaml') return index(charts);
  return charts.find((chart) => path === `/${fileName(chart)}`)?.content;
}

function index(charts: readonly RepositoryChart[]): string {
  const entries: Record<string, unknown[]> = {};
  for (const chart of charts) {
    entries[chart.name] ??= [];
    entries[chart.name]?.push({
      apiVersion: 'v2',
      name: chart.name,
      version: chart.version,
      urls: [chart.url ?? fileName(chart)],
      digest: createHash('sha256').update(chart.content).digest('hex'),
      created: '2026-01-01T00:00:00Z',
    });
  }
  return JSON.stringify({ apiVersion: 'v1', generated: '2026-01-01T00:00:00Z', entries });
}

function fileName(chart: RepositoryChart): string {
  return `${chart.name}-${chart.version}.tgz`;
}
