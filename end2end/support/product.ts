import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { places } from './places';

/** A running `weiterblick serve`. */
export interface Product {
  /** Its origin, for example `http://127.0.0.1:40123`. */
  url: string;
  /** What it has printed so far: the set-up code of a first start, for example. */
  output(): string;
  /** Asks it to stop, waits until it has, and fails unless it went in order. */
  stop(): Promise<void>;
}

/** Ready within this time, demo data included; milliseconds. */
const READY = 60_000;
/** Stopped within this time (`spec/security.md` E44 grants it 10 seconds); milliseconds. */
const STOPPED = 15_000;

/** Starts the product on a data directory and a free port of this machine, and waits until it is ready. */
export async function start(dataDir: string, options: string[] = []): Promise<Product> {
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const child = spawn(
    places.program,
    ['serve', '--data-dir', dataDir, '--listen', address, '--public-url', url, ...options],
    { cwd: places.alone, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] },
  );

  let printed = '';
  const collect = (chunk: Buffer) => (printed += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);

  let ended: string | undefined;
  const end = new Promise<void>((done) => {
    child.once('error', (error) => done(void (ended = error.message)));
    child.once('close', (code, signal) => done(void (ended = signal ?? `exit code ${code}`)));
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const trouble = (what: string) => new Error(`weiterblick ${what}; it printed:\n${printed}`);

  const stop = async () => {
    process.removeListener('exit', killWithUs);
    if (ended) throw trouble(`ended before it was asked to (${ended})`);
    child.kill('SIGTERM');
    const hurry = new AbortController();
    await Promise.race([end, sleep(STOPPED, undefined, { signal: hurry.signal }).catch(() => undefined)]);
    hurry.abort();
    if (!ended) {
      child.kill('SIGKILL');
      throw trouble(`did not stop within ${STOPPED} ms`);
    }
    if (ended !== 'exit code 0') throw trouble(`did not stop in order (${ended})`);
  };

  const deadline = Date.now() + READY;
  while (!(await isReady(url))) {
    if (ended) throw trouble(`did not start (${ended})`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw trouble(`was not ready within ${READY} ms`);
    }
    await sleep(25);
  }
  return { url, output: () => printed, stop };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Ours, without settings of a product or a build that happen to be in it. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(WEITERBLICK|LEPTOS)_/.test(name)));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
