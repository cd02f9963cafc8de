// `npm run bench`: what the project claims about speed, measured beside a named peer in the same run.
import { benchPreflight } from '../bench/preflight.ts';
import { benchStartup } from '../bench/startup.ts';

benchStartup();
await benchPreflight();
