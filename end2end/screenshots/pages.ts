import type { Page } from '@playwright/test';
import { makeLink } from '../steps/survey';
import { signIn } from '../support/people';
import type { Role } from '../support/people';

/** What a picture is taken with: a screen on a desk, or a phone in a hand (sharper, since it is shown smaller). */
export const screens = {
  desktop: { viewport: { width: 1360, height: 850 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} as const;

/** One picture in `docs/screenshots`. */
export interface Picture {
  /** Name of the file, without `.png`. */
  name: string;
  /** Where it starts. */
  path: string;
  /** Visible names of links to follow from there, in this order. */
  follow?: string[];
  /** What else has to happen on the page; `other` is a browser of somebody else. Changes the demo, so it gets its own. */
  then?: (page: Page, other: Page) => Promise<void>;
  /** Who looks; nobody in particular if absent. */
  as?: Role;
  screen: keyof typeof screens;
  theme: 'light' | 'dark';
}

/** Opens the running survey as somebody who got a link, at the first competence. */
async function answer(page: Page, hr: Page): Promise<void> {
  await signIn(hr, 'hr');
  await hr.goto('/umfragen');
  const survey = (await hr.getByRole('link', { name: 'Einarbeitung Montage', exact: true }).getAttribute('href')) ?? '';
  await page.goto(await makeLink(hr, survey, 'Anja Scholz'));
  await page.getByRole('button', { name: 'Teilnahme starten' }).click();
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await page.getByRole('radio').nth(2).check();
}

/** All of them. */
export const pictures: Picture[] = [
  { name: 'start', path: '/', screen: 'desktop', theme: 'light' },
  { name: 'start-phone-dark', path: '/', screen: 'phone', theme: 'dark' },
  { name: 'surveys', path: '/umfragen', as: 'hr', screen: 'desktop', theme: 'light' },
  {
    name: 'wizard-privacy',
    path: '/umfragen',
    follow: ['Weiter bearbeiten Kundendienst 2027'],
    as: 'hr',
    screen: 'desktop',
    theme: 'light',
  },
  { name: 'questionnaire-phone', path: '/', then: answer, screen: 'phone', theme: 'light' },
  { name: 'questionnaire-phone-dark', path: '/', then: answer, screen: 'phone', theme: 'dark' },
  { name: 'own-result', path: '/meine-ergebnisse', follow: ['Ergebnis ansehen'], as: 'employee', screen: 'desktop', theme: 'light' },
  { name: 'dashboard', path: '/auswertung', follow: ['Auswertung öffnen: Herbst 2026'], as: 'hr', screen: 'desktop', theme: 'light' },
];
