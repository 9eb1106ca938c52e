import { expect } from '@playwright/test';
import type { BrowserContextOptions, Page } from '@playwright/test';

/** A phone in a hand. */
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** Levels from 1: what somebody can do today, and how important it is. */
export interface Levels {
  can: number;
  matters: number;
}

export const levelCards = (page: Page) => page.getByRole('group', { name: /Was trifft auf Sie heute|Wie gut trifft das/ });

/** Types a code from paper into the start page, starts, and answers the response code. */
export async function beginWithCode(page: Page, code: string): Promise<string> {
  await page.goto('/');
  await page.getByLabel('Ihr Code').fill(code);
  await page.getByRole('button', { name: 'Fragebogen öffnen' }).click();
  await page.getByRole('button', { name: 'Teilnahme starten' }).click();
  return noteResponseCode(page);
}

/** The same by the picture on the slip, whose address fills the code in. */
export async function beginWithPicture(page: Page, code: string): Promise<string> {
  await page.goto(`/c/${code.replaceAll(' ', '')}`);
  await page.getByRole('button', { name: 'Code prüfen' }).click();
  await page.getByRole('button', { name: 'Teilnahme starten' }).click();
  return noteResponseCode(page);
}

/** Opens a personal link of an anonymous survey, starts, and answers the response code. */
export async function beginWithLink(page: Page, link: string): Promise<string> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Teilnahme starten' }).click();
  return noteResponseCode(page);
}

/** Goes on with a response code, on whichever device. */
export async function resume(page: Page, code: string): Promise<void> {
  await page.goto('/code');
  await page.getByLabel('Ihr Code').fill(code);
  await page.getByRole('button', { name: 'Code prüfen' }).click();
  await expect(page).toHaveURL(/\/fragebogen/);
}

async function noteResponseCode(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ihr Antwort-Code');
  await expect(page.getByRole('link', { name: 'Als Datei speichern' })).toHaveAttribute('download', 'antwort-code.txt');
  const code = (await page.getByLabel('Antwort-Code', { exact: true }).innerText()).trim().replace(/\s+/g, ' ');
  await page.getByRole('link', { name: /^Ich habe den Code notiert/ }).click();
  return code;
}

const numbers = (page: Page) => page.getByRole('group', { name: /Wie wichtig ist das/ });

/** Rates every competence on the page, tap by tap. */
export async function rate(page: Page, { can, matters }: Levels): Promise<void> {
  for (const group of await levelCards(page).all()) await group.getByRole('radio').nth(can - 1).check();
  for (const group of await numbers(page).all()) await group.getByRole('radio').nth(matters - 1).check();
}

/** The same without waiting for every tap: for those who come after somebody has shown that it works by hand. */
export async function rateQuickly(page: Page, { can, matters }: Levels): Promise<void> {
  const choose = (groups: Element[], level: number) =>
    groups.forEach((group) => group.querySelectorAll<HTMLInputElement>('input[type=radio]')[level - 1]?.click());
  await levelCards(page).evaluateAll(choose, can);
  await numbers(page).evaluateAll(choose, matters);
}

/** From the last page of questions through the review to the own result. */
export async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Antworten prüfen', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ihre Antworten prüfen');
  await page.getByRole('button', { name: 'Abgeben' }).click();
  await expect(page.getByRole('status')).toContainText('Ihre Antworten sind abgegeben.');
}
