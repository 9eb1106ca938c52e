import { defineConfig } from '@playwright/test';
import { places } from './support/places';

const chromium = process.env.CHROMIUM || '/usr/bin/chromium';

/** A test without any of the tags @js, @nojs and @phone runs in all three projects, one with tags only in those named. */
function tagged(project: 'js' | 'nojs' | 'phone'): RegExp {
  return new RegExp(`^(?!.*@(js|nojs|phone)\\b)|@${project}\\b`);
}

const desktop = { viewport: { width: 1360, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

export default defineConfig({
  testDir: 'tests',
  outputDir: `${places.work}/results`,
  reporter: [['list'], ['json', { outputFile: `${places.work}/report.json` }]],
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      ],
    },
  },
  projects: [
    { name: 'guards', testDir: 'support', testMatch: '*.spec.ts', use: desktop },
    { name: 'demo', testDir: 'support', testMatch: 'demo.setup.ts' },
    { name: 'js', dependencies: ['demo'], grep: tagged('js'), use: desktop },
    { name: 'nojs', dependencies: ['demo'], grep: tagged('nojs'), use: { ...desktop, javaScriptEnabled: false } },
    { name: 'phone', dependencies: ['demo'], grep: tagged('phone'), use: phone },
  ],
});
