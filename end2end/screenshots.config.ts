import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

/** Takes the pictures that `screenshots/pages.ts` lists; `scripts/screenshots` runs it. */
export default defineConfig({
  ...tests,
  reporter: 'list',
  projects: [
    { name: 'demo', testDir: 'support', testMatch: 'demo.setup.ts' },
    { name: 'screenshots', testDir: 'screenshots', dependencies: ['demo'] },
  ],
});
