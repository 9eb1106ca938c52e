import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test as weiterblick } from './test';

/** A site of three lines in place of the product: these tests show that the guards see what they are there for. */
const test = weiterblick.extend<{ body: string }>({
  body: ['', { option: true }],
  product: async ({ body }, use) => {
    const server = createServer((request, response) => {
      if (request.url !== '/') return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404');
      const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Set-Cookie': '__Host-wb=1; Path=/; Secure; HttpOnly' };
      response.writeHead(200, headers);
      return response.end(
        `<!doctype html><html lang="de"><head><title>Probe</title><link rel="icon" href="data:,"></head>` +
          `<body><main><h1>Probe</h1>${body}</main></body></html>`,
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await use({ url, output: () => '', stop: async () => void server.close() });
    server.closeAllConnections();
    server.close();
  },
});

test.describe('a good page', () => {
  test.use({ body: '<p>Guten Tag</p>' });

  test('passes, also for a second visitor, who has cookies of their own', async ({ page, visitor, context, expectAccessible }) => {
    await page.goto('/');
    await expectAccessible();
    expect((await context.cookies()).map((cookie) => cookie.name)).toEqual(['__Host-wb']);

    const other = await visitor();
    expect(await other.context().cookies()).toEqual([]);
    await other.goto('/');
    await expect(other.getByRole('heading')).toHaveText('Probe');
  });

  test('passes when the error is one that the test allows', async ({ page, watch }) => {
    watch.allow(/status of 404/);
    await page.goto('/gibt-es-nicht');
  });
});

/** What is wrong, the page that does it, and how it is told. */
const wrongs: [string, string, RegExp][] = [
  ['an error on the console', '<script>console.error("kaputt")</script>', /console error: kaputt/],
  ['an exception that nobody caught', '<script>throw new Error("kaputt")</script>', /exception: kaputt/],
  ['a file that is not there', '<img src="/fehlt.png" alt="">', /status of 404.*fehlt\.png/],
  ['a picture from a foreign host', '<img src="http://fremd.example/" alt="">', /foreign host: http:\/\/fremd\.example/],
  ['another port of this machine', '<script src="http://127.0.0.1:9/"></script>', /foreign host: http:\/\/127\.0\.0\.1:9/],
  ['a socket to a foreign host', '<script>new WebSocket("ws://fremd.example/")</script>', /foreign host: ws:\/\/fremd/],
];

for (const [title, body, told] of wrongs) {
  test.describe(() => {
    test.use({ body });

    test(`${title} is seen, with every visitor`, async ({ page, visitor, watch }) => {
      for (const visit of [page, await visitor()]) {
        await visit.goto('/', { waitUntil: 'networkidle' });
        expect(() => watch.finish()).toThrow(told);
      }
    });
  });
}

test.describe(() => {
  test.use({ body: '<script>console.error("kaputt")</script>' });

  test('an error that is seen fails the test (so this one is marked as failed, and counts as passed)', async ({ page }) => {
    test.fail();
    await page.goto('/', { waitUntil: 'networkidle' });
  });
});

test.describe('a page with a barrier', () => {
  test.use({ body: '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">' });

  test('is found and named', async ({ page, expectAccessible }) => {
    await page.goto('/');
    await expect(expectAccessible()).rejects.toThrow(/image-alt/);
  });
});

test.describe('without JavaScript', () => {
  test.use({
    javaScriptEnabled: false,
    body: '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><script>console.error("ran")</script>',
  });

  test('a barrier is found and named as well, and no script of the page runs', async ({ page, expectAccessible }) => {
    await page.goto('/');
    await expect(expectAccessible()).rejects.toThrow(/image-alt/);
  });
});
