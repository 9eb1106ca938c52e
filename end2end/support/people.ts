import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** The people of the demo data who have an account, one per role. */
export const people = {
  hr: 'hr@muster.example',
  lead: 'leitung.fertigung@muster.example',
  employee: 'mitarbeit@muster.example',
  council: 'betriebsrat@muster.example',
  facilitator: 'moderation@netzwerk.example',
} as const;

export type Role = keyof typeof people;

/** The password of them all. */
export const password = 'weiterblick-demo-2026';

/** Signs in as a person does, through the form; works without JavaScript too. */
export async function signIn(page: Page, role: Role): Promise<void> {
  await page.goto('/anmelden');
  await page.locator('input[name="email"]').fill(people[role]);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('input[name="password"]').press('Enter');
  await expect(page).not.toHaveURL(/\/anmelden/);
}
