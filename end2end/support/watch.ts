import type { BrowserContext } from '@playwright/test';

/**
 * Sees what must not happen while a test runs: an error on the console, an exception that nobody caught, a request to
 * a host that is not ours.
 */
export class Watch {
  readonly #origins: Set<string>;
  readonly #allowed: RegExp[] = [];
  readonly #findings: string[] = [];

  constructor(...origins: string[]) {
    this.#origins = new Set(origins.map((url) => new URL(url).origin));
  }

  /** Errors whose text matches belong to this test: the 404 of a page that it asks for in vain, for example. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  attach(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#error(`console error: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#error(`exception: ${error.error().message}`));
    context.on('request', (request) => this.#request(request.url()));
    context.on('page', (page) => page.on('websocket', (socket) => this.#request(socket.url())));
  }

  /** Throws what was seen since the last time, if anything was. */
  finish(): void {
    const left = this.#findings.splice(0).filter((finding) => !this.#allowed.some((pattern) => pattern.test(finding)));
    if (left.length > 0) throw new Error(`while this test ran:\n${left.map((line) => `- ${line}`).join('\n')}`);
  }

  #error(text: string): void {
    this.#findings.push(text);
  }

  #request(address: string): void {
    const url = new URL(address);
    const leavesThePage = /^(https?|wss?):$/.test(url.protocol);
    const origin = url.origin.replace(/^ws/, 'http');
    if (leavesThePage && !this.#origins.has(origin)) this.#findings.push(`request to a foreign host: ${address}`);
  }
}
