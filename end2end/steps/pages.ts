import type { Page } from '@playwright/test';
import type { Role } from '../support/people';

/** Every page without parameters that everybody may open. */
export const publicPages = [
  '/',
  '/anmelden',
  '/passwort-vergessen',
  '/hilfe',
  '/datenschutz',
  '/barrierefreiheit',
  '/code',
  '/fragebogen',
];

const ofEverybody = ['/uebersicht', '/profil', '/bestaetigen', '/meine-ergebnisse'];
const competences = ['/kompetenzen', '/kompetenzen/skalen', '/kompetenzen/profile'];

/** Every page without parameters that a role may open. */
export const pagesOf: Record<Role, string[]> = {
  hr: [
    ...ofEverybody,
    ...competences,
    '/auswertung',
    '/frageboegen',
    '/freigaben',
    '/kompetenzen/modelle/neu',
    '/kompetenzen/profile/neu',
    '/kompetenzen/skalen/neu',
    '/kompetenzen/zuordnung',
    '/organisation',
    '/organisation/einstellungen',
    '/organisation/import',
    '/organisation/personen',
    '/organisation/personen/neu',
    '/organisation/teams/neu',
    '/umfragen',
    '/umfragen/neu',
  ],
  lead: [...ofEverybody, ...competences, '/auswertung', '/freigaben', '/organisation', '/organisation/personen'],
  employee: ofEverybody,
  council: [...ofEverybody, ...competences, '/auswertung', '/frageboegen', '/umfragen'],
  facilitator: [...ofEverybody, ...competences],
};

/** A page with a parameter, found as people find it: on which page, and the name of the link that leads there. */
export interface Way {
  from: string;
  link: string | RegExp;
  /** What stands behind the address of that link. */
  then?: string;
}

export const waysOf: Partial<Record<Role, Way[]>> = {
  hr: [
    { from: '/umfragen', link: 'Einarbeitung Montage' },
    { from: '/umfragen', link: 'Einarbeitung Montage', then: '/einladungen' },
    { from: '/umfragen', link: 'Herbst 2026' },
    ...[1, 2, 3, 4].map((step) => ({ from: '/umfragen', link: 'Kundendienst 2027', then: `/schritt/${step}` })),
    { from: '/frageboegen', link: 'Kompetenzen im Metallbau' },
    { from: '/frageboegen', link: 'Kompetenzen im Metallbau', then: '/vorschau' },
    { from: '/frageboegen', link: 'Kompetenzen im Metallbau', then: '/vorschau?ansicht=einzeln&seite=2' },
    { from: '/auswertung', link: /^Auswertung öffnen: Herbst 2026/ },
    { from: '/auswertung', link: /^Auswertung öffnen: Herbst 2026/, then: '?ansicht=druck' },
    { from: '/auswertung', link: /^Auswertung öffnen: Herbst 2026/, then: '/schutz' },
    { from: '/organisation', link: 'Fertigung' },
    { from: '/organisation/personen?q=Nowak', link: 'Tomasz Nowak' },
    { from: '/kompetenzen', link: /DigComp/ },
    { from: '/kompetenzen', link: /DigComp/, then: '/kopieren' },
    { from: '/kompetenzen/profile', link: 'Fachkraft Metall, Fertigung' },
    { from: '/kompetenzen/profile', link: 'Fachkraft Metall, Fertigung', then: '/angaben' },
    { from: '/kompetenzen/profile', link: 'Fachkraft Metall, Fertigung', then: '/hinzufuegen' },
  ],
  lead: [
    { from: '/auswertung', link: /^Auswertung öffnen: Herbst 2026/ },
    { from: '/freigaben', link: 'Ahmet Kaya' },
    { from: '/organisation/personen?q=Nowak', link: 'Tomasz Nowak' },
  ],
  employee: [
    { from: '/meine-ergebnisse', link: 'Ergebnis ansehen' },
    { from: '/meine-ergebnisse', link: 'Ergebnis ansehen', then: '/vorschau?an=lead&teil=gaps&teil=wishes&teil=strengths' },
  ],
  council: [{ from: '/umfragen', link: 'Herbst 2026' }],
};

/** The address that a way ends at. */
export async function follow(page: Page, { from, link, then = '' }: Way): Promise<string> {
  await page.goto(from);
  const found = page.getByRole('main').getByRole('link', { name: link, exact: typeof link === 'string' }).first();
  return (await found.getAttribute('href')) + then;
}
