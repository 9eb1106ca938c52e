import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** What HR decides in the wizard. */
export interface Plan {
  title: string;
  /** Title of a questionnaire or template. */
  questionnaire: string;
  /** Names of teams; the whole organisation if absent. */
  teams?: string[];
  mode: 'Anonym' | 'Namentlich';
  layout: 'Eine Frage je Seite' | 'Alle Fragen auf einer Seite';
}

const next = (page: Page, step: string) => page.getByRole('button', { name: `Weiter: ${step}` }).click();

export async function nameIt(page: Page, title: string): Promise<void> {
  await page.goto('/umfragen/neu');
  await page.getByLabel('Titel').fill(title);
  await next(page, 'Fragebogen');
}

export async function chooseQuestionnaire(page: Page, title: string): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${title}`) }).first().check();
  await next(page, 'Teilnehmende');
}

export async function chooseTeams(page: Page, teams: string[] | undefined): Promise<void> {
  await page.getByRole('radio', { name: teams ? /^Nur bestimmte Teams/ : /^Die ganze Organisation/ }).check();
  for (const team of teams ?? []) await page.getByRole('checkbox', { name: team, exact: true }).check();
  await next(page, 'Datenschutz');
}

export async function chooseMode(page: Page, mode: Plan['mode']): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${mode}`) }).check();
  await page.getByRole('radio', { name: /^Der Betriebsrat hat den Modus geprüft/ }).check();
  await next(page, 'Zeitraum');
}

export async function choosePeriod(page: Page, layout: Plan['layout']): Promise<void> {
  await page.getByLabel('Letzter Tag').fill(inTwoWeeks());
  await page.getByRole('radio', { name: /^Mit der Wichtigkeit/ }).check();
  await page.getByRole('radio', { name: new RegExp(`^${layout}`) }).check();
  await next(page, 'Prüfen');
}

/** Starts what stands in the last step, and answers the address of the survey. */
export async function start(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Umfrage starten' }).click();
  await expect(page.getByRole('status')).toContainText('Die Umfrage läuft.');
  return new URL(page.url()).pathname.replace(/\/einladungen$/, '');
}

/** The whole wizard at once; `page` belongs to HR. */
export async function startSurvey(page: Page, plan: Plan): Promise<string> {
  await nameIt(page, plan.title);
  await chooseQuestionnaire(page, plan.questionnaire);
  await chooseTeams(page, plan.teams);
  await chooseMode(page, plan.mode);
  await choosePeriod(page, plan.layout);
  return start(page);
}

/** Prints codes for a team, and answers them. */
export async function printCodes(page: Page, survey: string, team: string, count: number): Promise<string[]> {
  await page.goto(`${survey}/einladungen`);
  const groups = page.getByRole('combobox', { name: 'Team' });
  // A team stands alone or, with several job profiles in it, once with each.
  const names = await groups.locator('option').allInnerTexts();
  await groups.selectOption({ label: names.find((name) => name.startsWith(team)) ?? team });
  await page.getByLabel('Wie viele Codes?').fill(String(count));
  await page.getByRole('button', { name: 'Codes drucken' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${count} Zettel`);
  const codes = await page.locator('.slip__code').allInnerTexts();
  expect(codes).toHaveLength(count);
  return codes;
}

/** The survey that tests of a worker answer, one per product. */
const running = new Map<string, string>();

/** A code for an anonymous survey of everybody with one question a page; `hr` belongs to HR, who starts it where needed. */
export async function freshCode(hr: Page): Promise<string> {
  const product = new URL(hr.url()).origin;
  const survey = running.get(product) ?? (await startSurvey(hr, digital));
  running.set(product, survey);
  const [code = ''] = await printCodes(hr, survey, 'Fertigung', 1);
  return code;
}

const digital: Plan = {
  title: 'Digital im Betrieb',
  questionnaire: 'Digitale Kompetenzen',
  mode: 'Anonym',
  layout: 'Eine Frage je Seite',
};

/** Makes the personal links, and answers that of a person. */
export async function makeLink(page: Page, survey: string, person: string): Promise<string> {
  await page.goto(`${survey}/einladungen`);
  await page.getByRole('button', { name: 'Links erzeugen' }).click();
  return page.getByRole('row', { name: person }).locator('code').innerText();
}

export async function close(page: Page, survey: string): Promise<void> {
  await page.goto(`${survey}#schliessen`);
  await page.locator('summary', { hasText: 'Umfrage schließen' }).click();
  await page.getByRole('button', { name: 'Jetzt schließen' }).click();
  await expect(page.getByRole('status')).toContainText('Die Umfrage ist geschlossen.');
}

function inTwoWeeks(): string {
  return new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
}
