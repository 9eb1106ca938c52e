import type { Page } from '@playwright/test';
import { beginWithCode, beginWithLink, beginWithPicture, phone, rate, rateQuickly, resume, submit } from '../steps/answering';
import { chooseMode, choosePeriod, chooseQuestionnaire, chooseTeams, close, makeLink, nameIt, printCodes, start } from '../steps/survey';
import { expect, test } from '../support/test';

const TITLE = 'Zusammenarbeit Werkstatt';
const heatMap = (page: Page) => page.getByRole('table', { name: 'Abstand zum Soll je Kompetenz und Team' });

/** Everybody who answers with a code of a team: what they can do; all of it matters a lot to everybody. */
const answers = { Fertigung: [2, 2, 3, 2, 1], Montage: [4, 4, 5, 4, 3] };

test.describe('@js @nojs', () => {
  test.use({ stock: 'own' });

  test('from the idea of HR to what each role sees of it', async ({ page, visitor, signIn, watch, expectAccessible }) => {
    test.setTimeout(180_000);
    watch.allow(/status of 40[34]/);
    await signIn('hr');
    const survey = await test.step('HR prepares and starts an anonymous survey of two teams', () => prepare(page));
    const link = await makeLink(page, survey, 'Tomasz Nowak');
    const codes = {
      Fertigung: await printCodes(page, survey, 'Fertigung', answers.Fertigung.length),
      Montage: await printCodes(page, survey, 'Montage', answers.Montage.length),
    };

    await test.step('one employee answers by a personal link, on two devices', async () => {
      const first = await visitor(phone);
      await first.goto(link);
      await expect(first.getByRole('main')).toContainText('Diese Umfrage ist anonym.');
      await expectAccessible(first);
      const code = await beginWithLink(first, link);
      await rate(first, { can: 2, matters: 5 });
      await first.getByRole('button', { name: 'Speichern' }).click();
      await expect(first.getByRole('status').filter({ hasText: 'Ihre Antworten sind gespeichert.' })).toBeVisible();

      const second = await visitor();
      await second.goto(link);
      await expect(second.getByRole('heading', { level: 1 })).toHaveText('Dieser Link öffnet keine Umfrage');
      await resume(second, code.toLowerCase());
      await second.goto('/fragebogen?seite=1');
      await expect(second.getByRole('radio', { name: /^Mit Hilfe/ }).first()).toBeChecked();
      await submit(second);
      await expect(second.getByRole('heading', { level: 1 })).toHaveText('Ihr Ergebnis');
      await expect(second.getByRole('main')).toContainText('unter der Wichtigkeit');
    });

    await test.step('ten answer by a code from paper, on a phone', async () => {
      for (const team of ['Fertigung', 'Montage'] as const) {
        for (const [index, can] of answers[team].entries()) {
          const participant = await visitor(phone);
          const begin = index === 0 ? beginWithCode : beginWithPicture;
          await begin(participant, codes[team][index] ?? '');
          await rateQuickly(participant, { can, matters: 5 });
          await submit(participant);
          await participant.context().close();
        }
      }
    });

    await test.step('a code opens nothing a second time', async () => {
      watch.allow(/status of 422/);
      const again = await visitor(phone);
      await again.goto(`/c/${(codes.Montage[0] ?? '').replaceAll(' ', '')}`);
      await again.getByRole('button', { name: 'Code prüfen' }).click();
      await expect(again.getByRole('alert')).toContainText('Mit diesem Code öffnet sich nichts.');
    });

    await test.step('while it runs HR sees a rounded number, and no results', async () => {
      await page.goto(survey);
      await expect(page.getByRole('main')).toContainText('Auf 5 Prozent gerundet');
      await page.goto('/auswertung');
      await expect(page.getByRole('main')).not.toContainText(TITLE);
    });

    await close(page, survey);
    const dashboard = survey.replace('umfragen', 'auswertung');
    await test.step('HR sees figures for the company and both teams', async () => {
      await page.getByRole('link', { name: 'Zur Auswertung' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLE);
      await expect(heatMap(page).getByRole('columnheader')).toContainText(['Kompetenz', 'Fertigung', 'Montage', 'Alle Teams']);
      const row = heatMap(page).getByRole('row').nth(1);
      await expect(row.getByRole('cell').first()).toContainText('unter Soll');
      await expect(heatMap(page)).not.toContainText('nicht ausgewiesen');
      await expectAccessible();
    });

    await test.step('the lead sees the own team, not the other', async () => {
      const lead = await visitor();
      await signIn('lead', lead);
      await lead.goto('/auswertung');
      await lead.getByRole('link', { name: `Auswertung öffnen: ${TITLE}` }).click();
      await expect(heatMap(lead).getByRole('columnheader').filter({ hasText: 'Fertigung' })).toHaveCount(1);
      await expect(lead.getByRole('main')).not.toContainText('Montage');
    });

    await test.step('the works council reads rules and results, and changes nothing', async () => {
      const council = await visitor();
      await signIn('council', council);
      await council.goto(survey);
      await expect(council.getByRole('region', { name: 'Regeln der Auswertung' })).toContainText('mindestens 5 Personen');
      await expect(council.getByRole('main').getByRole('button')).toHaveCount(0);
      await council.goto(dashboard);
      await expect(heatMap(council)).toBeVisible();
      await council.getByRole('link', { name: 'Was nicht gezeigt wird' }).click();
      await expect(council.getByRole('heading', { level: 1 })).toHaveText('Was nicht gezeigt wird');
      expect((await council.goto('/umfragen/neu'))?.status()).toBe(403);
    });

    await test.step('employees and people from outside do not see it', async () => {
      for (const role of ['employee', 'facilitator'] as const) {
        const other = await visitor();
        await signIn(role, other);
        for (const path of [survey, dashboard, `${dashboard}/schutz`, `${survey}/einladungen`]) {
          // Employees read what is shared with them; of anything else there is nothing to be seen.
          const status = role === 'employee' && path === dashboard ? 404 : 403;
          expect((await other.goto(path))?.status(), `${role} ${path}`).toBe(status);
        }
        await expect(other.getByRole('heading', { level: 1 })).toHaveText('Diese Seite ist für Ihr Konto nicht freigegeben');
      }
      const nobody = await visitor();
      await nobody.goto(dashboard);
      await expect(nobody).toHaveURL(/\/anmelden\?next=/);
    });
  });
});

async function prepare(page: Page): Promise<string> {
  await nameIt(page, TITLE);
  await chooseQuestionnaire(page, 'Führung und Zusammenarbeit');
  await chooseTeams(page, ['Fertigung', 'Montage']);
  await leaveOutWhoReadsResults(page);

  const consequences = page.getByRole('table', { name: 'Folgen der beiden Modi im Vergleich' });
  await expect(consequences.getByRole('row', { name: /^Wer erfährt, wer geantwortet hat/ })).toContainText('Niemand.');
  await expect(page.getByLabel('Kleinste Gruppe, deren Werte erscheinen')).toHaveValue('5');
  await expect(page.getByRole('note').filter({ hasText: 'lässt sich der Modus nicht mehr ändern' })).toBeVisible();
  await chooseMode(page, 'Anonym');
  await choosePeriod(page, 'Alle Fragen auf einer Seite');

  await expect(page.getByRole('note').filter({ hasText: 'Die Umfrage kann starten' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Anonym, ab 5 Antworten');
  return start(page);
}

/** In a small team the answers of those who read the results would tell too much about the others. */
async function leaveOutWhoReadsResults(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Zurück', exact: true }).click();
  await page.locator('summary', { hasText: 'Personen auslassen, die' }).click();
  for (const name of ['Bernd Zimmermann', 'Mehmet Yıldırım', 'Petra Lindner']) {
    await page.getByRole('checkbox', { name }).check();
  }
  await page.getByRole('button', { name: 'Entwurf speichern' }).click();
  await expect(page.getByRole('region', { name: 'Sind die Teams groß genug?' })).toContainText('46 Personen');
  await expect(page.getByRole('row', { name: /^Fertigung/ })).toContainText('groß genug');
  await page.getByRole('button', { name: 'Weiter: Datenschutz' }).click();
}

test('what is missing in the wizard is told where it is missing', async ({ page, signIn, watch }) => {
  watch.allow(/status of 422/);
  await signIn('hr');
  await nameIt(page, 'Unfertig');
  await page.getByRole('button', { name: 'Weiter: Teilnehmende' }).click();
  await expect(page.getByRole('alert')).toContainText('Wählen Sie einen Fragebogen oder eine Vorlage');
  await chooseQuestionnaire(page, 'Führung und Zusammenarbeit');
  await chooseTeams(page, ['Ausbildung']);
  await page.getByLabel('Kleinste Gruppe, deren Werte erscheinen').fill('3');
  await page.getByRole('button', { name: 'Weiter: Zeitraum' }).click();
  await expect(page.getByLabel('Kleinste Gruppe, deren Werte erscheinen')).toHaveAccessibleDescription(/Zahl von 5 bis 20/);
  await page.getByLabel('Kleinste Gruppe, deren Werte erscheinen').fill('5');
  await page.getByRole('button', { name: 'Entwurf speichern' }).click();
  await expect(page.getByRole('status')).toContainText('Der Entwurf ist gespeichert.');

  await page.goto('/umfragen?q=unfertig');
  const row = page.getByRole('row', { name: /Unfertig/ });
  await expect(row).toContainText('Entwurf');
  await row.getByRole('link', { name: /Weiter bearbeiten/ }).click();
  await expect(page).toHaveURL(/\/schritt\/4$/);
});
